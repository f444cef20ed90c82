import type { BookFile } from "../../local/runtime/book-file.ts";
import { must, openHost, type Servers } from "../rig.ts";

export const STATUS = "Huntsheet status";

type Cell = string | number | boolean | null;

/** A file in which a sheet of the user's holds these rows; the first one is the header. */
export async function withRows(
  file: BookFile,
  { routes }: Servers,
  name: string,
  rows: readonly (readonly Cell[])[],
): Promise<BookFile> {
  const host = await openHost(file, routes);
  const id = host.book.insertSheet(name);
  host.book.write(
    id,
    1,
    1,
    rows.map((row) => [...row]),
  );
  const saved = host.save();
  await host.close();
  return saved;
}

/** What stands under a header, from row 2 down. */
export function under(rows: readonly (readonly unknown[])[], header: string): unknown[] {
  const at = must(rows[0]).indexOf(header);
  return rows.slice(1).map((row) => row[at]);
}
