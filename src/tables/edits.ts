import { cellOf, meaningOf, textOf } from "../core/cells.ts";
import type { JsonObject } from "../core/ports.ts";
import type { BaseColumn, Cell } from "../core/resource.ts";
import type { SheetValue } from "../core/spreadsheet.ts";
import type { PlacedColumn } from "./layout.ts";
import type { MergedRow, NoteChange, Row, SameCell } from "./plan.ts";

/** What a person typed over own columns and has not sent yet: cells that differ from what the hidden base column says. */
export class UnsentEdits {
  private readonly baseAt: number;
  /** Of each placed column, the id by which the base tells what it held; null where nothing can be a person's. */
  private readonly ownIds: readonly (string | null)[];

  /** @param filling names of columns that are not filled in every row yet. */
  constructor(
    private readonly placed: readonly PlacedColumn[],
    private readonly base: BaseColumn,
    filling: readonly string[],
    private readonly same: SameCell,
  ) {
    this.baseAt = placed.findIndex(({ column }) => column.name === base.name);
    this.ownIds = placed.map(({ column: { name, ownId } }) =>
      ownId === undefined || filling.indexOf(name) >= 0 ? null : ownId,
    );
  }

  /** Whether a row has any. @param found its values under the placed columns. */
  isIn(found: readonly SheetValue[]): boolean {
    const before = this.base.recordIn(String(found[this.baseAt] ?? ""));
    return (
      before !== null &&
      this.placed.some(
        ({ column }, i) =>
          this.ownIds[i] !== null && !this.same(cellOf(column, before, ignore), found[i] ?? "", i),
      )
    );
  }

  /** A row as it is to be written, with the person's cells left as they are. */
  merged(row: Row, found: readonly SheetValue[]): MergedRow {
    const before = row.record && this.base.recordIn(String(found[this.baseAt] ?? ""));
    if (!row.record || !before) return row;
    const cells = [...row.cells];
    const kept: number[] = [];
    const told = new Map<string, string | null>();
    const notes: NoteChange[] = [];
    this.placed.forEach(({ column }, index) => {
      const ownId = this.ownIds[index] ?? null;
      if (ownId === null) return;
      const value = found[index] ?? "";
      const now = row.cells[index] ?? null;
      const was = cellOf(column, before, ignore);
      const saidBefore = this.base.toldOf(before, ownId);
      let said: string | null = null;
      if (!this.same(now, value, index) && !this.same(was, value, index) && String(value) !== textOf(was)) {
        kept.push(index);
        cells[index] = value;
        if (meaningOf(column, was) !== meaningOf(column, now)) said = textOf(now);
        told.set(ownId, said);
      }
      if (said !== saidBefore)
        notes.push({ index, text: said === null ? null : this.base.conflict(said, textOf(was)) });
    });
    cells[this.baseAt] = this.textFor(row.record, before, told);
    return { cells, kept, notes };
  }

  /** A row that is new, with what the base column says of it. */
  added(row: Row): Row {
    if (!row.record) return row;
    const cells = [...row.cells];
    cells[this.baseAt] = this.textFor(row.record, {}, new Map());
    return { ...row, cells };
  }

  private textFor(record: JsonObject, before: JsonObject, told: ReadonlyMap<string, string | null>): Cell {
    const written = this.placed.flatMap(({ column: { ownId } }) => ownId ?? []);
    const value = () => this.base.keeping(record, before, told, written);
    return cellOf({ ...this.base, value }, record, ignore);
  }
}

/** What is odd about a value was told when its record was read. */
function ignore(): void {}
