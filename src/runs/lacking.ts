import { digest } from "../core/digest.ts";
import type { ErrorKind } from "../core/errors.ts";
import { fieldAt } from "../core/json.ts";
import { keyFor } from "../core/keys.ts";
import type { Ports } from "../core/ports.ts";
import type { Outcome } from "../core/request.ts";
import type { Resource } from "../core/resource.ts";
import { DAY_MS } from "../core/times.ts";
import type { Work } from "./work.ts";

/**
 * Tables that the account of a key has not got (docs/apis.md, 'Newer calls'). Each is asked for once, all side by side, and
 * what came of it is remembered for that key. What was lacking is asked for again after a week: accounts get features.
 */

const LACKING = "lacking";
const REMEMBERED_MS = 7 * DAY_MS;
/** Of keys that a person had before, or has from others. */
const MOST_KEYS = 5;
/** A menu or a form does not wait longer for this. */
const LOOK_MS = 8_000;

/** By table: 0 where it is there, else when it was found to be lacking. */
type Found = Readonly<Record<string, number>>;

type Known = Pick<Ports, "userStore" | "sharedStore">;

const APIS = ["huntr", "hunter"] as const;

/** As far as is known. Asks no API. */
export function knownLacking(ports: Known): readonly string[] {
  return APIS.flatMap((api) =>
    Object.entries(foundOf(api, ports)).flatMap(([table, at]) => (at > 0 ? table : [])),
  );
}

/**
 * Asks for what is not known. What gives no clear answer stays as it was, and is asked for again.
 * @param among the tables that matter to whoever asks; all unless given.
 */
export function lackingTables(
  { entries, client, ports }: Pick<Work, "entries" | "client" | "ports">,
  among?: readonly string[],
): readonly string[] {
  const nowMs = ports.clock.nowMs();
  for (const api of APIS) {
    const known = foundOf(api, ports);
    const isAsked = ({ table }: Resource) =>
      (known[table] ?? 1) > 0 && nowMs - (known[table] ?? 0) >= REMEMBERED_MS;
    // What is asked by POST may be counted: nobody asks that for the sake of a menu.
    const asked = entries.filter(
      (entry) =>
        entry.api === api &&
        entry.newer &&
        !entry.posted &&
        (among?.includes(entry.table) ?? true) &&
        isAsked(entry),
    );
    if (asked.length === 0 || keyFor(api, ports) === null) continue;
    const outcomes = client(api, nowMs + LOOK_MS).getAll(asked.map(firstPage));
    const found = asked.flatMap((entry, i) => {
      const lacks = isLacking(entry, outcomes[i] as Outcome);
      return lacks === null ? [] : [[entry.table, lacks ? nowMs : 0] as const];
    });
    if (found.length > 0) remember(api, { ...known, ...Object.fromEntries(found) }, ports);
  }
  return knownLacking(ports);
}

function firstPage({ path, paging, newer }: Resource) {
  const shown = newer?.shownBy === undefined ? {} : { action_type: newer.shownBy };
  return { path, query: { ...(paging.style === "either" ? {} : { limit: 1 }), ...shown } };
}

const ABSENT: readonly ErrorKind[] = ["forbidden", "not-found", "gone"];

/** Null where nobody knows. */
function isLacking({ newer, records }: Resource, outcome: Outcome): boolean | null {
  const shownBy = newer?.shownBy;
  if (!outcome.ok) {
    const { kind } = outcome.error;
    // An older account may refuse a type that it does not know.
    return ABSENT.includes(kind) || (shownBy !== undefined && kind === "bad-request") || null;
  }
  try {
    const found = records(outcome.body);
    // Or take no notice of it.
    return shownBy !== undefined && !found.some((action) => fieldAt(action, "actionType") === shownBy);
  } catch {
    return null;
  }
}

function foundOf(api: Resource["api"], ports: Known): Found {
  const key = keyFor(api, ports);
  return (key === null ? undefined : remembered(ports)[digest(key)]) ?? {};
}

function remembered({ userStore }: Pick<Ports, "userStore">): Readonly<Record<string, Found>> {
  return JSON.parse(userStore.get(LACKING) ?? "{}") as Record<string, Found>;
}

/** The key that was used last comes first. */
function remember(api: Resource["api"], found: Found, ports: Known): void {
  const mark = digest(keyFor(api, ports) ?? "");
  const others = Object.entries(remembered(ports)).filter(([other]) => other !== mark);
  const kept = [[mark, found] as const, ...others.slice(0, MOST_KEYS - 1)];
  ports.userStore.set(LACKING, JSON.stringify(Object.fromEntries(kept)));
}
