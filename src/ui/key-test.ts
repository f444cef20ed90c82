import type { Client } from "../core/client.ts";
import { ApiError } from "../core/errors.ts";
import { fieldAt } from "../core/json.ts";
import type { Json } from "../core/ports.ts";
import type { KeyTest } from "./calls.ts";

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
        searches: usage(fieldAt(account, "requests", "searches")),
        verifications: usage(fieldAt(account, "requests", "verifications")),
        resetDate: words(fieldAt(account, "reset_date")),
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

function usage(value: Json | undefined): { used: number; available: number } {
  const count = (name: string) => {
    const n = fieldAt(value, name);
    return typeof n === "number" ? n : 0;
  };
  return { used: count("used"), available: count("available") };
}
