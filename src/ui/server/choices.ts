import { cellOf } from "../../core/cells.ts";
import { readPage } from "../../core/listing.ts";
import { FIRST_CURSOR, type PageCursor } from "../../core/page.ts";
import { entryOf, type Work } from "../../runs/work.ts";
import type { Choice, Choices } from "../calls.ts";

/** A person who has opened a list waits no longer for its first names; the page asks for the rest. */
const ENOUGH_MS = 4_000;

/**
 * The records of a table by name, for a filter that takes their ids.
 * @param from "" for the first ones, else the `next` of the answer before.
 * @throws ApiError
 */
export function choicesOf(
  table: string,
  from: string,
  { entries, client, ports }: Work,
  deadlineMs: number,
): Choices {
  const { clock, warn } = ports;
  const entry = entryOf(entries, table);
  const { label = ["name"], key } = entry;
  const columns = [key, ...label].flatMap((name) => entry.columns.filter((column) => column.name === name));
  const api = client(entry.api, deadlineMs);
  const enoughMs = clock.nowMs() + ENOUGH_MS;
  const choices: Choice[] = [];
  let next: PageCursor | null = from === "" ? FIRST_CURSOR : (JSON.parse(from) as PageCursor);
  while (next !== null && clock.nowMs() < enoughMs) {
    const page = readPage(api, entry, {}, next);
    for (const record of page.records) {
      const [id = "", ...names] = columns.map((column) => String(cellOf(column, record, warn) ?? ""));
      if (id !== "") choices.push({ id, label: names.filter((name) => name !== "").join(" ") || id });
    }
    next = page.next;
  }
  return { choices, next: next && JSON.stringify(next) };
}
