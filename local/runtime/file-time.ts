import { IANAZone } from "luxon";

/** Zones change their offset at whole quarter hours, so an offset found holds for its quarter. */
const QUARTER_MS = 15 * 60_000;
const DAY_MS = 86_400_000;
/** The serial of 1970-01-01 in days since 1899-12-30. */
const EPOCH_SERIAL = 25_569;
/** Offsets kept per zone; a year has 35,040 quarters. */
const KEPT_OFFSETS = 50_000;

const offsets = new Map<string, { zone: IANAZone; known: Map<number, number> }>();

/** Milliseconds that a zone's wall clock is ahead of UTC at an instant. */
function offsetMs(zone: string, instantMs: number): number {
  let entry = offsets.get(zone);
  if (!entry) {
    entry = { zone: IANAZone.create(zone), known: new Map() };
    offsets.set(zone, entry);
  }
  const quarter = Math.floor(instantMs / QUARTER_MS);
  let offset = entry.known.get(quarter);
  if (offset === undefined) {
    offset = Math.round(entry.zone.offset(quarter * QUARTER_MS) * 60_000);
    if (entry.known.size > KEPT_OFFSETS) entry.known.clear();
    entry.known.set(quarter, offset);
  }
  return offset;
}

export function isZone(zone: string): boolean {
  return IANAZone.isValidZone(zone);
}

/** The wall clock of a zone at an instant, as days since 1899-12-30 (facts 5.3: a cell has no zone, the file has). */
export function serialOf(instantMs: number, zone: string): number {
  return (instantMs + offsetMs(zone, instantMs)) / DAY_MS + EPOCH_SERIAL;
}

/** The instant at which a zone's wall clock shows a serial. Shown twice: the first; skipped: as if it had not been. */
export function instantOf(serial: number, zone: string): number {
  const wallMs = Math.round((serial - EPOCH_SERIAL) * DAY_MS);
  const first = wallMs - offsetMs(zone, wallMs);
  // Seen from a day before, so that of two instants with the same wall clock the earlier is found.
  const before = offsetMs(zone, first - DAY_MS);
  const candidate = wallMs - before;
  if (candidate + offsetMs(zone, candidate) === wallMs) return candidate;
  const after = wallMs - offsetMs(zone, first + DAY_MS);
  if (after + offsetMs(zone, after) === wallMs) return after;
  return candidate;
}
