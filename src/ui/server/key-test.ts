import type { Client } from "../../core/client.ts";
import { ApiError } from "../../core/errors.ts";
import { fieldAt } from "../../core/json.ts";
import type { Json } from "../../core/ports.ts";
import { accountOf } from "../../hunter/account.ts";
import { VERIFIER_PATH } from "../../hunter/paths.ts";
import { type Pool, poolIn, poolOf, resetDateIn } from "../../hunter/plan.ts";
import { members } from "../../huntr/members.ts";
import type { KeyTest, PoolUse } from "../calls.ts";

/** Tries the client's key out with the cheapest call there is: nothing is paid for. */
export function tryKey(client: Client): KeyTest {
  try {
    if (client.api.id === "huntr") {
      client.get(members.path, { limit: 1 });
      return { ok: true, sentence: "Huntr accepts this access token." };
    }
    if (client.isTrial) {
      client.get(VERIFIER_PATH, { email: "patrick@stripe.com" });
      return {
        ok: true,
        sentence: "Hunter's trial key works. It always gives the same made-up answer, and costs nothing.",
      };
    }
    const account = accountOf(client);
    return {
      ok: true,
      sentence: "Hunter accepts this API key.",
      account: {
        plan: words(fieldAt(account, "plan_name")),
        searches: useOf(account, "searches"),
        verifications: useOf(account, "verifications"),
        ...(poolOf(account, null) ? { credits: useOf(account, "credits") } : {}),
        resetDate: resetDateIn(account) ?? "",
      },
    };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // Whoever reads this is where the usual sentence would send them.
    if (error.kind === "refused")
      return {
        ok: false,
        isRefused: true,
        sentence: `${client.api.name} does not know this ${client.api.keyWords}. Copy it again, or make a new one there.`,
      };
    return { ok: false, sentence: error.message };
  }
}

function words(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function useOf(account: Json | undefined, pool: Pool): PoolUse {
  const { used, available, left, over } = poolIn(account, pool) ?? { used: 0, available: 0, left: 0 };
  return { used, available, left, ...(over ? { over } : {}) };
}
