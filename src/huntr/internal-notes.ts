import { at, columnsOf, textAt, timeAt } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { LISTING } from "./listing.ts";
import { createdFromId } from "./nested.ts";

const columns = columnsOf("id text member_id created_at", () => [
  textAt("id", "Huntr id of the note."),
  textAt("text", "Text of the note."),
  textAt("htmlText", "Text of the note as HTML."),
  textAt("memberId", "Huntr id of the member it is about."),
  timeAt("createdAt", "When it was written.", createdFromId(at("id"))),
]);

/** H32. They have neither an author nor a date: when one was written, its id tells. */
export const internalNotes: Resource = {
  ...LISTING,
  table: "huntr.internal-notes",
  title: "Huntr Internal Notes",
  help: "What your staff noted about members, newest first; members do not see it.",
  path: "notes/members",
  newer: {},
  filters: [],
  get columns() {
    return columns();
  },
  formula: { name: "HUNTR_INTERNAL_NOTES", help: "What your staff noted about members, newest first." },
};
