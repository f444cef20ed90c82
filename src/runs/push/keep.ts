import type { Client } from "../../core/client.ts";
import { chosenColumns } from "../../core/columns.ts";
import { readWhole } from "../../core/listing.ts";
import type { JsonObject } from "../../core/ports.ts";
import type { Push } from "../../core/push.ts";
import type { Column } from "../../core/resource.ts";
import { Table } from "../../tables/table.ts";
import { keyed } from "../pass/keyed.ts";
import { Unshown } from "../pass/unshown.ts";
import { entryOf, type Work } from "../work.ts";
import type { PushState } from "./state.ts";

/** The sheet of what a push takes away, from which it can be sent again: with all that the API takes back. */
export class KeptRecords {
  private columns: readonly Column[] | null = null;
  private readonly unshown: Unshown;

  constructor(
    private readonly at: NonNullable<Push["keeps"]>,
    private readonly client: Client,
    private readonly work: Work,
    unshown: PushState["unshown"],
  ) {
    this.unshown = new Unshown({ ...unshown });
  }

  /** What the sheet lacks, as it goes on in the next execution. */
  get counts(): NonNullable<PushState["unshown"]> {
    return { ...this.unshown.counts };
  }

  /** Tells a person what cannot be sent again from there. Null when all can. */
  get sentence(): string | null {
    const { sentence } = this.unshown;
    return sentence && `The sheet "${this.at.sheet}" does not have all that was deleted. ${sentence}`;
  }

  /** Reads which columns there are: before a row is marked as being sent, for it may fail. @throws ApiError */
  prepare(): void {
    if (this.columns) return;
    const { entries } = this.work;
    const entry = entryOf(entries, this.at.table);
    const own = entry.ownColumns?.((table) => readWhole(this.client, entryOf(entries, table))) ?? [];
    this.columns = chosenColumns(entry, ["*"], own);
  }

  add(records: readonly JsonObject[]): void {
    if (records.length === 0 || !this.columns) return;
    const { book, entries } = this.work;
    const entry = entryOf(entries, this.at.table);
    // The person looks at the rows, beside which it is said what became of them.
    const sheet = book.sheetByName(this.at.sheet) ?? book.addSheetBehind(this.at.sheet);
    const table = Table.open(book, sheet, entry.key, this.columns, []);
    table.update(keyed(records, entry, this.unshown));
    book.flush();
  }
}
