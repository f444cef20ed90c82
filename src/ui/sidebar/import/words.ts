import type { Filter } from "../../../core/resource.ts";
import type { ImportColumn, ImportPreview, PreviewCell } from "../../calls.ts";
import { countText } from "../parts/numbers.ts";

/** Words that a person writes otherwise than their parameters do. */
const WORDS: Readonly<Record<string, string>> = {
  id: "ID",
  url: "URL",
  linkedin: "LinkedIn",
  twitter: "Twitter",
};

/** "job_id" → "Job ID"; "owner_member_id" → "Owner member" where there are names to choose among. */
export function filterLabel({ name, of }: Filter): string {
  const words = name
    .replace(of ? /_id$/ : "[]", "")
    .split("_")
    .map((word) => WORDS[word] ?? word)
    .join(" ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value as the API names it, for a person: "JOB_MOVED" → "Job moved"; Hunter's signs for any and none in words. */
export function choiceLabel(choice: string): string {
  if (choice === "*") return "Any value";
  if (choice === "~") return "None";
  const words = choice.replace(/_/g, " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "First 10 of 1,500 rows", "First 10 of up to 500 rows", "All 3 rows", "No rows"; without a total it says whose fault that is. */
export function extentText({ rows, total, most }: ImportPreview, apiName: string): string {
  if (total === 0 || (rows.length === 0 && total === null)) return "No rows";
  if (total === null && most !== undefined) return `First ${rows.length} of up to ${countText(most)} rows`;
  if (total === null) return `First ${rows.length} rows; ${apiName} does not say how many there are`;
  if (total === 1) return "1 row";
  return total > rows.length
    ? `First ${rows.length} of ${countText(total)} rows`
    : `All ${countText(total)} rows`;
}

/** As the sheet will show it; times are in the time zone of the browser, which is mostly the spreadsheet's. */
export function cellText(cell: PreviewCell | undefined, kind: ImportColumn["kind"]): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "boolean") return cell ? "TRUE" : "FALSE";
  if (typeof cell === "number") return String(cell);
  if (kind === "date") return cell.slice(0, 10);
  if (kind !== "time") return cell;
  const time = new Date(cell);
  const two = (n: number) => String(n).padStart(2, "0");
  return (
    `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ` +
    `${two(time.getHours())}:${two(time.getMinutes())}`
  );
}
