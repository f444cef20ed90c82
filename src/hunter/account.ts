import type { Client } from "../core/client.ts";
import { at, type ColumnSketch, columnsOf, dateAt, numberAt, textAt } from "../core/columns.ts";
import { ApiError } from "../core/errors.ts";
import { fieldAt } from "../core/json.ts";
import type { Json } from "../core/ports.ts";
import type { Resource } from "../core/resource.ts";
import { SINGLE } from "./listing.ts";

const DEFAULTS =
  "plan_name searches_used searches_available searches_left verifications_used verifications_available verifications_left reset_date";

function usageColumns(outer: "searches" | "verifications"): ColumnSketch[] {
  const of = (name: string, help: string): ColumnSketch =>
    numberAt(`${outer}_${name}`, help, at(`requests.${outer}.${name}`));
  const left = `How many ${outer} are left until the next reset.`;
  return [
    of("used", `How many ${outer} were used since the last reset.`),
    of("available", `How many ${outer} the plan has between two resets.`),
    numberAt(`${outer}_left`, left, (account) => usageIn(account, outer)?.left),
  ];
}

const columns: ColumnSketch[] = [
  textAt("plan_name", "Name of the plan."),
  numberAt("plan_level", "Level of the plan."),
  ...usageColumns("searches"),
  ...usageColumns("verifications"),
  dateAt("reset_date", "The day on which usage starts again at 0."),
  textAt("first_name", "First name of the account's holder."),
  textAt("last_name", "Last name of the account's holder."),
  textAt("email", "E-mail address of the account's holder."),
  numberAt("team_id", "Number of the team."),
  numberAt("calls.used", "Deprecated by Hunter: searches and verifications used together."),
  numberAt("calls.available", "Deprecated by Hunter: searches and verifications of the plan together."),
];

/** The one account that the key belongs to. */
export const account: Resource = {
  ...SINGLE,
  table: "hunter.account",
  title: "Hunter Account",
  help: "Your Hunter plan: searches and verifications used and left, and when they are reset.",
  path: "account",
  key: "email",
  filters: [],
  columns: columnsOf(DEFAULTS, columns),
  formula: { name: "HUNTER_ACCOUNT", help: "Plan, searches and verifications used and left, reset date." },
};

/**
 * `available` is what the plan has, not what remains: in the text's example 18,526 of 20,000 calls are used.
 * Its searches show more used than available, so nothing is left of them.
 */
function usageIn(account: Json | undefined, credit: string): { used: number; left: number } | undefined {
  const used = fieldAt(account, "requests", credit, "used");
  const available = fieldAt(account, "requests", credit, "available");
  if (typeof used !== "number" || typeof available !== "number") return undefined;
  return { used, left: Math.max(0, available - used) };
}

/** What the account has used and left of one kind; null when Hunter does not say. Free. */
export function creditsLeft(
  client: Client,
  credit: "searches" | "verifications",
): { readonly used: number; readonly left: number; readonly resetDate: string | null } | null {
  try {
    const data = fieldAt(client.get(account.path).body, "data");
    const usage = usageIn(data, credit);
    const resetDate = fieldAt(data, "reset_date");
    return usage ? { ...usage, resetDate: typeof resetDate === "string" ? resetDate : null } : null;
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}
