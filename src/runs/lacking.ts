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

interface Remembered {
  readonly [keyMark: string]: { readonly tables: readonly string[]; readonly atMs: number };
}

type Known = Pick<Ports, "userStore" | "sharedStore">;

/** As far as is known. Asks no API. */
export function knownLacking(ports: Known): readonly string[] {
  return (["huntr", "hunter"] as const).flatMap((api) => rememberedOf(api, ports)?.tables ?? []);
}

/** Asks where it is not known. What gives no clear answer counts as there, and is asked for again. */
export function lackingTables({
  entries,
  client,
  ports,
}: Pick<Work, "entries" | "client" | "ports">): readonly string[] {
  const nowMs = ports.clock.nowMs();
  for (const api of ["huntr", "hunter"] as const) {
    const newer = entries.filter((entry) => entry.api === api && entry.newer);
    const known = rememberedOf(api, ports);
    if (newer.length === 0 || keyFor(api, ports) === null) continue;
    if (known && (known.tables.length === 0 || nowMs - known.atMs < REMEMBERED_MS)) continue;
    const outcomes = client(api, nowMs + LOOK_MS).getAll(newer.map(firstPage));
    const lacks = newer.map((entry, i) => isLacking(entry, outcomes[i] as Outcome));
    if (lacks.includes(null)) continue;
    const tables = newer.filter((_, i) => lacks[i]).map(({ table }) => table);
    remember(api, { tables, atMs: nowMs }, ports);
  }
  return knownLacking(ports);
}

function firstPage({ path, paging, newer, isPosted }: Resource) {
  // Refused for want of filters where there is such a call.
  if (isPosted) return { path, posted: {} };
  return {
    path,
    query: {
      ...(paging.style === "either" ? {} : { limit: 1 }),
      ...(newer?.shownBy === undefined ? {} : { action_type: newer.shownBy }),
    },
  };
}

const ABSENT: readonly ErrorKind[] = ["forbidden", "not-found", "gone"];

/** Null where nobody knows. */
function isLacking({ newer, records, isPosted }: Resource, outcome: Outcome): boolean | null {
  const shownBy = newer?.shownBy;
  if (!outcome.ok) {
    const { kind } = outcome.error;
    if (isPosted && (kind === "bad-request" || kind === "conflict")) return false;
    return ABSENT.includes(kind) || (shownBy !== undefined && kind === "bad-request") || null;
  }
  if (shownBy === undefined) return false;
  // An older account may take no notice of a type that it does not know.
  try {
    return !records(outcome.body).some((action) => fieldAt(action, "actionType") === shownBy);
  } catch {
    return null;
  }
}

function rememberedOf(api: Resource["api"], ports: Known): Remembered[string] | undefined {
  const key = keyFor(api, ports);
  return key === null ? undefined : allRemembered(ports)[digest(key)];
}

function allRemembered({ userStore }: Pick<Ports, "userStore">): Remembered {
  return JSON.parse(userStore.get(LACKING) ?? "{}") as Remembered;
}

function remember(api: Resource["api"], found: Remembered[string], ports: Known): void {
  const mark = digest(keyFor(api, ports) ?? "");
  const others = Object.entries(allRemembered(ports)).filter(([other]) => other !== mark);
  const newest = others.sort(([, a], [, b]) => b.atMs - a.atMs).slice(0, MOST_KEYS - 1);
  ports.userStore.set(LACKING, JSON.stringify(Object.fromEntries([[mark, found], ...newest])));
}
