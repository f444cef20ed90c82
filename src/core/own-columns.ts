import { freeName, snakeCase } from "./names.ts";

/** Headers that a managed table writes for itself. */
const RESERVED_HEADERS = ["id", "removed", "huntsheet status"];

/** Names one column that only this organisation has. */
export type OwnColumnNamer = (
  wanted: string,
  label: string,
) => { readonly name: string; readonly header: string };

/**
 * Names own columns one after another, so that neither name nor header is there twice: a member field may well be
 * called 'Email', and a column is found again by its header.
 * @param takenNames names of the columns that the entry has itself.
 * @param what what is added in brackets to a header that is taken: "member field".
 * @param reserved further headers that the table has for itself.
 */
export function ownColumnNamer(
  takenNames: readonly string[],
  what: string,
  reserved: readonly string[] = [],
): OwnColumnNamer {
  const names = new Set(takenNames.map((name) => name.toLowerCase()));
  const headers = new Set(
    RESERVED_HEADERS.concat(
      reserved.map((header) => header.toLowerCase()),
      takenNames.map((name) => name.replace(/_/g, " ").toLowerCase()),
    ),
  );
  return (wanted, label) => {
    const base = snakeCase(wanted) || snakeCase(what);
    const name = freeName(base, names, (n) => `${base}_${n}`);
    const plain = label.replace(/\s+/g, " ").trim() || what;
    const header = freeName(plain, headers, (n) => `${plain} (${n === 2 ? what : `${what} ${n - 1}`})`);
    names.add(name.toLowerCase());
    headers.add(header.toLowerCase());
    return { name, header };
  };
}
