import type { Client } from "../core/client.ts";
import { at, type ColumnSketch, columnsOf, dateAt, numberAt, textAt } from "../core/columns.ts";
import { ApiError } from "../core/errors.ts";
import { fieldAt, isJsonObject } from "../core/json.ts";
import { readPage } from "../core/listing.ts";
import { FIRST_CURSOR } from "../core/page.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import type { Resource } from "../core/resource.ts";
import { SINGLE } from "./listing.ts";
import { ACCOUNT_PATH, USAGE_PATH } from "./paths.ts";
import { type Credit, leastOf, type Pool, poolIn, poolOf, resetDateIn, type Usage, usageIn } from "./plan.ts";

const DEFAULTS =
  "plan_name searches_used searches_available searches_left verifications_used verifications_available verifications_left reset_date credits_used credits_available credits_left";

function usageColumns(outer: Pool): ColumnSketch[] {
  const beside =
    outer === "credits"
      ? "Blank where there are two pools."
      : "Blank where one pool of credits pays for all.";
  const of = (name: "used" | "available" | "over_quota", help: string): ColumnSketch =>
    numberAt(`${outer}_${name}`, `${help} ${beside}`, (account) =>
      poolOf(account, outer) === outer ? at(`requests.${outer}.${name}`)(account) : undefined,
    );
  const left = `How many ${outer} are left until the next reset, whatever they are paid from.`;
  return [
    of("used", `How many ${outer} were used since the last reset.`),
    of("available", `How many ${outer} the plan has between two resets.`),
    numberAt(`${outer}_left`, left, (account) => leftIn(account, outer)),
    of("over_quota", `How many ${outer} were used beyond the plan, where Hunter lets you.`),
  ];
}

/** Of one pool, how many of a kind it pays for. */
function leftIn(account: JsonObject, outer: Pool): number | undefined {
  if (outer === "credits") return poolIn(account, outer)?.left;
  const usage = usageIn(account, outer);
  if (usage?.pool !== "credits") return usage?.left;
  return Math.floor(usage.left / leastOf(outer, usage.pool));
}

const sketches = (): ColumnSketch[] => [
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
  ...usageColumns("credits"),
];

const columns = columnsOf(DEFAULTS, sketches);

/** What newer accounts are told of their pools beside GET account; older ones have no such call. */
function withUsage(account: JsonObject, usage: JsonObject): JsonObject {
  const [before, now] = [account.requests, usage.requests].map((pools) => (isJsonObject(pools) ? pools : {}));
  const requests: JsonObject = { ...before };
  for (const [pool, told] of Object.entries(now ?? {}))
    if (isJsonObject(told))
      requests[pool] = { ...(isJsonObject(requests[pool]) ? requests[pool] : {}), ...told };
  return { ...account, requests };
}

/** The one account that the key belongs to. */
export const account: Resource = {
  ...SINGLE,
  table: "hunter.account",
  title: "Hunter Account",
  help: "Your Hunter plan: searches and verifications used and left, and when they are reset.",
  path: ACCOUNT_PATH,
  key: "email",
  filters: [],
  get columns() {
    return columns();
  },
  read: (readOn, listing, filters, place) => {
    const page = readOn(listing, filters, place);
    try {
      const [usage] = readOn(
        { ...listing, path: USAGE_PATH },
        { show_overage_requests: true },
        place,
      ).records;
      return usage ? { ...page, records: page.records.map((one) => withUsage(one, usage)) } : page;
    } catch (error) {
      // 404 of old; and whatever else is the matter, the account is known.
      if (error instanceof ApiError) return page;
      throw error;
    }
  },
  formula: { name: "HUNTER_ACCOUNT", help: "Plan, searches and verifications used and left, reset date." },
};

/** `data` of the account, with what usage tells beside it. Free. @throws ApiError */
export function accountOf(client: Client): Json | undefined {
  return readPage(client, account, {}, FIRST_CURSOR).records[0];
}

/** What the account has used and left of what a look-up is paid with; null when Hunter does not say. Free. */
export function creditsLeft(
  client: Client,
  credit: Credit,
): (Usage & { readonly resetDate: string | null }) | null {
  try {
    const data = fieldAt(client.get(ACCOUNT_PATH).body, "data");
    const usage = usageIn(data, credit);
    return usage && { ...usage, resetDate: resetDateIn(data) };
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}
