import { assertInput } from "../core/errors.ts";
import { fieldAt, isJsonObject } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import { onlyFields, type Push, type Values } from "../core/push.ts";
import { internalNotes } from "./internal-notes.ts";
import { calledMember, MEMBER_KEYS, membersOnce } from "./member-rows.ts";

const MARKUP = /<\/?(p|br|div|span|b|strong|i|em|u|a|ul|ol|li|h\d|blockquote)\b[^>]*>/i;
const ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  quot: '"',
  "#39": "'",
  nbsp: " ",
  amp: "&",
};

/**
 * H33: notes for staff on members. A note has no name: one of the same member that says the same is the same one, in the
 * sheet as in Huntr.
 */
export const internalNotePush: Push = {
  name: "huntr.internal-notes",
  api: "huntr",
  title: "Internal notes",
  noun: "internal note",
  verb: "noted",
  perCall: 1,
  needs: internalNotes.table,
  keys: MEMBER_KEYS,
  alsoKeys: ["htmlText"],
  open: (world) => {
    onlyFields(world.fields, [...MEMBER_KEYS, "htmlText"], "An internal note");
    const memberOf = membersOnce(world);
    let notes: Map<string, JsonObject> | null = null;
    const sameAs = (values: Values) => keyOf(memberOf(values).id, htmlOf(values));
    const there = (values: Values) => {
      notes ??= new Map(
        world
          .read(internalNotes.table)
          .map((note) => [keyOf(note.memberId, note.htmlText ?? note.text), note]),
      );
      return notes.get(sameAs(values));
    };
    const done = (note: Json) => `done (internal note ${String(fieldAt(note, "id") ?? "sent")})`;
    return {
      check: (values) => {
        assertInput(plainText(htmlOf(values)) !== "", "there is no text for the note");
        const note = there(values);
        return note ? `skipped: Huntr has this very note (${String(note.id)})` : null;
      },
      // By id in one row and by address in another it is the same member.
      sameAs,
      describe: (values) => `on ${calledMember(memberOf(values))}`,
      send: ([values = {}]) => {
        const sent = { memberId: memberOf(values).id as Json, htmlText: htmlOf(values) };
        const { body } = world.client.send("POST", internalNotes.path, {}, sent);
        notes?.set(sameAs(values), isJsonObject(body) ? body : {});
        return [done(body)];
      },
      arrived: (values) => {
        const note = there(values);
        return note ? done(note) : null;
      },
    };
  },
};

/** Plain text that has signs of markup, or lines, would not read as it was written. */
function htmlOf({ htmlText = "" }: Values): string {
  const text = String(htmlText).trim();
  if (MARKUP.test(text) || !/[<>&\n]/.test(text)) return text;
  const safe = text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  return `<p>${safe.replace(/\r?\n/g, "<br>")}</p>`;
}

function plainText(html: string): string {
  return html
    .replace(/<[^>]*>/g, " ")
    .replace(/&(\w+|#39);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/\s+/g, " ")
    .trim();
}

function keyOf(memberId: Json | undefined, text: Json | undefined): string {
  return `${String(memberId)} ${plainText(String(text ?? "")).toLowerCase()}`;
}
