import { locked } from "../core/locked.ts";
import { alike } from "../core/names.ts";
import type { Cache, Ports } from "../core/ports.ts";
import type { Resource } from "../core/resource.ts";
import type { Workbook } from "../core/spreadsheet.ts";
import { isUnfinished, type Run, type Target } from "./run.ts";

/**
 * Who is at work on which sheet. A worker claims every sheet that its run writes, all of them or none, before it
 * touches any: two people who delete leads write to one undo sheet, a push writes into a table that a refresh writes,
 * too. A claim is kept with the lease of its run, and where people may not see each other's runs (an add-on keeps these
 * per person) in a cache that all of them see. The cache may forget a claim, never invent one.
 */
type ClaimPorts = Pick<Ports, "clock"> & { readonly claims: Cache | null };

/** What somebody else holds. */
export interface Held {
  /** When to look again. */
  readonly againMs: number;
  /** What it is waited for, for a person; null for the run itself, which another worker is at. */
  readonly sentence: string | null;
}

/** What a run has to say of itself for others to know whether it may begin. */
type Claiming = Pick<Run, "id" | "lease" | "sheet" | "writes">;

/** Stays as it is: right after an update two versions are at work, and see each other's claims by it. */
const PREFIX = "carrier.";
/** How soon to look again while somebody else is at work: most slices are short. */
const LOOK_AGAIN_MS = 5_000;
/** While another worker of the same person is at the run itself: what they wait for is that it ends. */
const LOOK_AT_OWN_MS = 2_000;
const MS_PER_SECOND = 1_000;

/** A sheet that is there. Its name is claimed as well: whoever made it a moment ago claimed only that. */
export function sheetTarget({ id, name }: { readonly id: number; readonly name: string }): Target {
  return { where: `in the sheet "${name}"`, keys: [`sheet.${id}`, keyOfName(name)] };
}

/** A sheet under a name, which may have to be made. */
export function namedTarget(name: string, book: Workbook): Target {
  const sheet = book.sheetByName(name);
  return sheet
    ? sheetTarget({ id: sheet.id, name })
    : { where: `in the sheet "${name}"`, keys: [keyOfName(name)] };
}

/** A managed table, whichever its sheet: two runs of one that is yet to be made must not both make it. */
export function tableTarget({ table, title }: Resource): Target {
  return { where: `of ${title}`, keys: [`table.${table}`] };
}

function keyOfName(name: string): string {
  return `name.${alike(name)}`;
}

/**
 * Looks at what others have claimed and claims, while nobody else does. Taken last, and held for no more than that: of
 * an add-on's lock all of its users have only one.
 */
export function claiming<T>({ claims }: Pick<Ports, "claims">, work: () => T): T {
  return claims ? locked(claims.lock, work) : work();
}

/** The lease on a run with the claims that go with it. To be called while the store's lock is held. */
export function leased(
  run: Run,
  holder: string,
  untilMs: number,
  { claims, clock, sharedStore }: ClaimPorts & Pick<Ports, "sharedStore">,
): Run {
  const keys = [...new Set(targetsOf(run).flatMap((target) => target.keys))];
  const seconds = Math.ceil((untilMs - clock.nowMs()) / MS_PER_SECOND);
  claims?.putAll(Object.fromEntries(keys.map((key) => [PREFIX + key, `${untilMs} ${holder}`])), seconds);
  const lease = { holder, untilMs, claims: keys };
  return { ...run, lease: sharedStore ? lease : { ...lease, isApart: true } };
}

/** The run without its lease and claims. To be called while the store's lock is held. */
export function released(run: Run, { claims }: ClaimPorts): Run {
  const { lease } = run;
  if (claims && lease) {
    const names = lease.claims.map((key) => PREFIX + key);
    const held = claims.getAll(names);
    claims.remove(names.filter((name) => held[name]?.split(" ")[1] === lease.holder));
  }
  return { ...run, lease: null };
}

/**
 * What keeps a run from being advanced: the run itself, or one of its targets, is somebody else's for now. To be called
 * while the store's lock is held, and where it claims after that in `claiming`.
 * @param all the runs of the file, as far as they are in sight.
 * @param holder whose own claims do not count.
 */
export function heldByOthers(
  run: Claiming,
  all: readonly Run[],
  { claims, clock }: ClaimPorts,
  holder?: string,
): Held | null {
  const nowMs = clock.nowMs();
  const own = run.lease;
  if (own && own.holder !== holder && own.untilMs > nowMs)
    return { againMs: Math.min(own.untilMs, nowMs + LOOK_AT_OWN_MS), sentence: null };
  const leases = all.flatMap(({ id, lease }) => (lease && id !== run.id ? [lease] : []));
  const targets = targetsOf(run);
  const cached = claims?.getAll(targets.flatMap(({ keys }) => keys.map((key) => PREFIX + key))) ?? {};
  for (const { where, keys } of targets) {
    const ends = leases.filter((lease) => lease.claims.some((key) => keys.includes(key)));
    const untils = ends.map(({ untilMs }) => untilMs);
    for (const key of keys) {
      const [until = 0, by] = cached[PREFIX + key]?.split(" ") ?? [];
      if (by !== holder) untils.push(Number(until));
    }
    const untilMs = Math.max(0, ...untils);
    if (untilMs > nowMs)
      return {
        againMs: Math.min(untilMs, nowMs + LOOK_AGAIN_MS),
        sentence: `Waiting for another run ${where}.`,
      };
  }
  return null;
}

/** As `heldByOthers`, of runs that only wait for others, by id: for a person who looks. */
export function waitingRuns(all: readonly Run[], ports: ClaimPorts): ReadonlyMap<string, Held> {
  const waits = new Map<string, Held>();
  for (const run of all) {
    const held = isUnfinished(run) && run.waitUntilMs <= ports.clock.nowMs() && heldByOthers(run, all, ports);
    if (held && held.sentence !== null) waits.set(run.id, held);
  }
  return waits;
}

/** What its worker writes. The sheet may have been made under way. */
function targetsOf({ writes, sheet }: Claiming): Target[] {
  return sheet ? [sheetTarget(sheet), ...writes] : [...writes];
}
