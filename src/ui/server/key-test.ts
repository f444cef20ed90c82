import type { Client } from "../../core/client.ts";
import { ApiError } from "../../core/errors.ts";
import { fieldAt } from "../../core/json.ts";
import type { Json } from "../../core/ports.ts";
import { type Pool, poolIn, resetDateIn } from "../../hunter/plan.ts";
import type { KeyTest, PoolUse } from "../calls.ts";

/** Answers Hunter's three main calls with a dummy, at no cost, and nothing else (Hunter's text, 'Authentication'). */
const TRIAL_KEY = "test-api-key";

/** Tries a key out with the cheapest call there is: nothing is paid for. */
export function tryKey(client: Client, key: string | null): KeyTest {
  try {
    if (client.api.id === "huntr") {
      client.get("members", { limit: 1 });
      return { ok: true, sentence: "Huntr accepts this access token." };
    }
    if (key === TRIAL_KEY) {
      client.get("email-verifier", { email: "patrick@stripe.com" });
      return {
        ok: true,
        sentence: "Hunter's trial key works. It always gives the same made-up answer, and costs nothing.",
      };
    }
    const account = fieldAt(client.get("account").body, "data");
    return {
      ok: true,
      sentence: "Hunter accepts this API key.",
      account: {
        plan: words(fieldAt(account, "plan_name")),
        searches: useOf(account, "searches"),
        verifications: useOf(account, "verifications"),
        ...(poolIn(account, "credits") ? { credits: useOf(account, "credits") } : {}),
        resetDate: resetDateIn(account) ?? "",
      },
    };
  } catch (error) {
    if (error instanceof ApiError) return { ok: false, sentence: error.message };
    throw error;
  }
}

function words(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function useOf(account: Json | undefined, pool: Pool): PoolUse {
  const { used, available } = poolIn(account, pool) ?? { used: 0, available: 0 };
  return { used, available };
}
