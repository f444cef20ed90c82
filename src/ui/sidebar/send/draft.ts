import type { PushPlan, SendForm } from "../../calls.ts";
import { countText } from "../parts/numbers.ts";
import { twinQuestion } from "../parts/twins.ts";
import { type Field, fieldsOf, recognised } from "./fields.ts";

export type Which = "unsent" | "selected" | "failed" | "undoable";

/** What a person has chosen so far; the rest follows from the headers. */
export interface Draft {
  readonly which: Which;
  /** Hidden rows are taken along. */
  readonly hidden: boolean;
  /** By field: `HEADER`, `SAME`, or "" for what is not sent. */
  readonly picks: { readonly [field: string]: string };
  /** By field, what is the same for all. */
  readonly same: { readonly [field: string]: string };
}

/** A pick that is a header begins with this; the rest of it is the header. */
export const HEADER = "column:";
export const SAME = "same";

/** As `startRun` takes it. */
export interface PushOrder {
  readonly kind: "push";
  readonly push: string;
  readonly sheet: string;
  readonly map: { readonly [field: string]: string };
  readonly constants?: { readonly [field: string]: string };
  readonly rows?: readonly number[];
  readonly hidden?: boolean;
  /** Of a plan: only those very rows are sent. */
  readonly checked?: string;
}

/** What takes something away begins with what is selected: nobody means a whole sheet without saying so. */
export function draftFor({ push }: Pick<SendForm, "push">): Draft {
  const takesAway = push === "hunter.leads.delete" || push === "hunter.recipients.cancel";
  return { which: takesAway ? "selected" : "unsent", hidden: false, picks: {}, same: {} };
}

export function pickOf(form: SendForm, { picks }: Draft, { name, isOfAll }: Field): string {
  if (isOfAll) return SAME;
  const header = recognised(form)[name];
  const pick = picks[name] ?? (header === undefined ? "" : HEADER + header);
  const isGone = pick.startsWith(HEADER) && !form.headers.includes(pick.slice(HEADER.length));
  return isGone ? "" : pick;
}

/** The sheet rows meant; null for all that were not sent yet. */
function rowsOf(form: SendForm, draft: Draft): readonly number[] | null {
  const { which, hidden } = draft;
  if (which === "unsent") return null;
  const rows = which === "undoable" ? undoableRows(form, draft) : form.rows[which];
  return rows.filter((row) => hidden || !form.rows.hidden.includes(row));
}

/** What was added to another campaign than the chosen one cannot be taken back from that. */
export function undoableRows({ rows }: SendForm, { same }: Draft): readonly number[] {
  const isMeant = (campaign: string) => campaign === "" || campaign === same.campaign_id;
  return rows.undoable.filter(({ campaign }) => isMeant(campaign)).map(({ row }) => row);
}

export function orderOf(form: SendForm, draft: Draft): PushOrder {
  const map: Record<string, string> = {};
  const constants: Record<string, string> = {};
  for (const field of fieldsOf(form)) {
    const pick = pickOf(form, draft, field);
    if (pick.startsWith(HEADER)) map[field.name] = pick.slice(HEADER.length);
    else if (pick === SAME) constants[field.name] = (draft.same[field.name] ?? "").trim();
  }
  const rows = rowsOf(form, draft);
  return {
    kind: "push",
    push: form.push,
    sheet: form.sheet.name,
    map,
    ...(Object.keys(constants).length > 0 ? { constants } : {}),
    ...(rows ? { rows } : {}),
    ...(draft.hidden ? { hidden: true } : {}),
  };
}

/** What is to be done before the rows can be checked, in a sentence; null when nothing is. */
export function faultOf(form: SendForm, draft: Draft): string | null {
  const { map, constants = {} } = orderOf(form, draft);
  const fields = fieldsOf(form);
  const keys = fields.filter(({ isKey }) => isKey);
  const blank = fields.find(({ name }) => constants[name] === "");
  if (!keys.some(({ name }) => name in map))
    return `Choose the column for ${keys.map(({ label }) => label).join(" or ")}.`;
  if (blank) return `Choose what ${blank.label} is to be.`;
  const question = twinAsked(form, draft);
  if (question !== null) return question;
  const isKeysOnly = Object.keys(map).every((name) => keys.some((key) => key.name === name));
  if (form.push === "huntr.member-fields" && isKeysOnly && Object.keys(constants).length === 0)
    return "Choose the columns of the member fields that are to change.";
  return null;
}

/** Of a header that is meant, and that several columns have, which of these it is. */
export function twinAsked(form: SendForm, draft: Draft): string | null {
  return twinQuestion(Object.values(orderOf(form, draft).map), form.twins);
}

/** Why the rows that are meant now cannot be, in a sentence; null when they can. */
export function rowsFault(form: SendForm, draft: Draft): string | null {
  const rows = rowsOf(form, draft);
  if (!rows) return null;
  if (rows.length === 0 && draft.which === "selected") return `Select rows of "${form.sheet.name}" first.`;
  return rows.length === 0 ? "There are no such rows in this sheet." : null;
}

/** "58 to invite, 3 to skip": what would become of the rows, without what there is none of. */
export function planText({ send, skipped, failed, done, hidden }: PushPlan, toDo: string): string {
  const parts = [
    [send, toDo],
    [skipped, "to skip"],
    [failed, "with a fault"],
    [done, "done before"],
    [hidden, "hidden and left out"],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${countText(count)} ${word}`);
  return said.length > 0 ? said.join(", ") : "No rows";
}
