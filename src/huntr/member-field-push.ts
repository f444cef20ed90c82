import { cellOf } from "../core/cells.ts";
import { ApiError, InputError, must } from "../core/errors.ts";
import { objectsOf } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import { failed, idOf, type Push, sameKey, UNCHANGED, type Values } from "../core/push.ts";
import type { Cell, Column } from "../core/resource.ts";
import type { SheetValue } from "../core/spreadsheet.ts";
import { fieldNamed, readerOf, sentValue } from "./member-field-values.ts";
import { memberFields } from "./member-fields.ts";
import { BASE_HEADER, members } from "./members.ts";
import { recordsOf } from "./records.ts";

const KEYS = ["id", "email"];

/** One field of one member that is to be set. */
interface Change {
  readonly name: string;
  readonly id: string;
  readonly value: Json;
  /** Before and after, for a person. */
  readonly text: string;
}

/**
 * H5: sets member fields to what stands in the sheet. In a members table what was imported is known, so that only
 * cells that a person changed are sent, an emptied one too, and nothing that changed in Huntr meanwhile is overwritten.
 * In any other sheet blank cells are left alone. Safe to repeat.
 */
export const memberFieldPush: Push = {
  name: "huntr.member-fields",
  api: "huntr",
  title: "Member fields",
  noun: "member field",
  verb: "changed",
  perCall: 1,
  keys: KEYS,
  resends: "changed",
  beside: { [BASE_HEADER]: BASE_HEADER },
  open: ({ client, read, fields, dayOf, isShown, warn }) => {
    const known = read(memberFields.table);
    const columns = fields
      .filter((name) => KEYS.indexOf(name) < 0)
      .map((name) => {
        const field = fieldNamed(known, name);
        const column: Column = { name, header: name, help: "", byDefault: true, ...readerOf(field) };
        return { name, field, column };
      });
    let all: Map<string, JsonObject> | null = null;
    /** By the row's values: what its member's fields are known to hold from now on. */
    const bases = new Map<Values, string>();

    /** As Huntr has the member now. */
    function fresh(values: Values): JsonObject | undefined {
      const id = idOf(values) || String(current(values)?.id ?? "");
      try {
        return id === "" ? undefined : recordsOf(client.get(`${members.path}/${id}`).body)[0];
      } catch (error) {
        if (error instanceof ApiError && error.kind === "not-found") return undefined;
        throw error;
      }
    }
    /** @throws InputError for a value that a field cannot hold, or that changed in Huntr as well. */
    function changesOf(values: Values, member: JsonObject): Change[] {
      const base = baseOf(values);
      return columns.flatMap(({ name, field, column }): Change[] => {
        const found = values[name] ?? "";
        const now = cellOf(column, member, warn);
        if (isShown(column, now, found)) return [];
        if (!base) {
          if (found === "") return [];
        } else {
          const before = cellOf(column, base, warn);
          if (isShown(column, before, found)) return [];
          if (textOf(before) !== textOf(now))
            throw new InputError(
              `conflict: ${name} is "${textOf(now)}" in Huntr by now and was "${textOf(before)}"; refresh, then change it again`,
            );
        }
        const value = sentValue(field, found, dayOf);
        const text = `${name}: "${textOf(now)}" → "${found instanceof Date ? dayOf(found) : String(found)}"`;
        return [{ name, id: String(field.id), value, text }];
      });
    }
    function current(values: Values): JsonObject | undefined {
      if (!all) {
        all = new Map();
        for (const one of read(members.table)) all.set(sameKey(one.email), one).set(String(one.id), one);
      }
      return all.get(idOf(values) || sameKey(values.email));
    }
    /** What was sent is known by now; what else changed in Huntr meanwhile the sheet does not show yet. */
    function keepBase(values: Values, sent: readonly Pick<Change, "id" | "value">[]): void {
      const base = baseOf(values);
      if (!base) return;
      const ids = sent.map(({ id }) => id);
      const others = objectsOf(base.memberFieldValues).filter(
        ({ fieldId }) => ids.indexOf(String(fieldId)) < 0,
      );
      const own = sent.filter(({ value }) => value !== null);
      const now = [...others, ...own.map(({ id, value }) => ({ fieldId: id, value }))];
      bases.set(values, JSON.stringify(now));
    }
    /** Those of the mapped fields of which the sheet shows what Huntr has. */
    function shownOf(values: Values, member: JsonObject): Pick<Change, "id" | "value">[] {
      const held = objectsOf(member.memberFieldValues);
      return columns.flatMap(({ name, field: { id }, column }) =>
        isShown(column, cellOf(column, member, warn), values[name] ?? "")
          ? [{ id: String(id), value: held.find(({ fieldId }) => fieldId === id)?.value ?? null }]
          : [],
      );
    }
    return {
      check: (values) => {
        const member = current(values);
        if (!member) return "failed: Huntr has no such member";
        const email = sameKey(values.email);
        must(
          email === "" || email === sameKey(member.email),
          `the ID is that of ${String(member.email)}, not of ${email}; refresh, or mend the row`,
        );
        return changesOf(values, member).length > 0 ? null : UNCHANGED;
      },
      describe: (values) =>
        changesOf(values, current(values) ?? {})
          .map(({ text }) => text)
          .join("; "),
      send: ([values = {}]) => {
        const member = fresh(values);
        if (!member) return ["failed: Huntr has no such member"];
        const changes = changesOf(values, member);
        for (const { id, value } of changes)
          client.send("PUT", `${members.path}/${String(member.id)}/member-fields/${id}`, {}, { value });
        keepBase(values, changes);
        return [`done (member field ${changes.map(({ name }) => name).join(", ")})`];
      },
      arrived: (values) => {
        const member = fresh(values);
        if (!member) return "failed: Huntr has no such member";
        try {
          if (changesOf(values, member).length > 0) return null;
          keepBase(values, shownOf(values, member));
          return "done (member field)";
        } catch (error) {
          return failed(error);
        }
      },
      beside: (values) => {
        const base = bases.get(values);
        return base === undefined ? undefined : { [BASE_HEADER]: base };
      },
    };
  },
};

/** The values as they were imported, where the sheet still has them. */
function baseOf({ [BASE_HEADER]: base }: Values): JsonObject | null {
  try {
    const memberFieldValues = JSON.parse(String(base)) as Json;
    return Array.isArray(memberFieldValues) ? { memberFieldValues } : null;
  } catch {
    return null;
  }
}

function textOf(cell: Cell | SheetValue): string {
  if (cell === null) return "";
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
}
