import { cellOf } from "../../core/cells.ts";
import type { JsonObject } from "../../core/ports.ts";
import type { Column, Resource } from "../../core/resource.ts";
import type { KeyedRecord } from "../../tables/table.ts";
import type { Unshown } from "./unshown.ts";

/** Records on their way into a table. Those without an id are left out, and counted. */
export function keyed(records: readonly JsonObject[], entry: Resource, unshown: Unshown): KeyedRecord[] {
  const column = entry.columns.find(({ name }) => name === entry.key);
  return records.flatMap((record) => {
    const id = column?.value(record);
    if (typeof id === "string" || typeof id === "number") {
      const key = String(id);
      const cells = (wanted: Column) => cellOf(wanted, record, () => unshown.value(wanted.header, key));
      return [{ key, record, cells }];
    }
    unshown.record();
    return [];
  });
}
