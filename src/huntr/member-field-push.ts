import { addressIn, addressKey } from "../core/addresses.ts";
import { cellOf, meaningOf, textOf } from "../core/cells.ts";
import { ApiError, assertInput, InputError } from "../core/errors.ts";
import { fieldAt, objectsOf } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import {
  allOf,
  failed,
  idOf,
  type OpenPush,
  type Push,
  type PushWorld,
  UNCHANGED,
  type Values,
} from "../core/push.ts";
import type { Cell, Column } from "../core/resource.ts";
import { conflictText, importedValues, takeOver, toldValue } from "./member-field-base.ts";
import {
  BASE_HEADER,
  blankOf,
  choicesHint,
  fieldNamed,
  holdsSeveral,
  kindAmong,
  type MappedField,
  mappedField,
  readerOf,
  saidValue,
  sentValue,
  valueIn,
} from "./member-field-values.ts";
import { memberFields } from "./member-fields.ts";
import { members } from "./members.ts";
import { recordsOf } from "./records.ts";

const KEYS = ["id", "email"];
const NO_MEMBER = "failed: Huntr has no such member";

/** A member field under the name by which the push has it, and how a sheet shows it. */
type ShownField = MappedField & { readonly column: Column };

/** One field of one member that is to be set. */
interface Change extends ShownField {
  readonly value: Json;
  /** Before and after, for a person. */
  readonly text: string;
}

/** What a field of a member's is known to hold. */
interface Held {
  readonly id: string;
  readonly value: Json;
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
  open: (world) => new OpenMemberFields(world),
};

class OpenMemberFields implements OpenPush {
  private readonly mapped: readonly ShownField[];
  private all: Map<string, JsonObject> | null = null;
  /** By the row's values: what its member's fields are known to hold from now on. */
  private readonly bases = new Map<Values, string>();

  constructor(private readonly world: PushWorld) {
    const known = world.read(memberFields.table);
    this.mapped = world.fields
      .filter((name) => KEYS.indexOf(name) < 0)
      .map((name) => {
        const field = fieldNamed(known, name);
        return {
          ...mappedField(name, field),
          column: { name, header: name, help: "", byDefault: true, ...readerOf(field) },
        };
      });
  }

  kindOf(wanted: string) {
    return kindAmong(this.mapped, wanted);
  }

  check(values: Values): string | null {
    const email = addressKey(addressIn(values.email));
    const member = this.current(values);
    if (!member) return NO_MEMBER;
    assertInput(
      email === "" || email === addressKey(member.email),
      `the ID is that of ${String(member.email)}, not of ${email}; refresh, or mend the row`,
    );
    return this.changesOf(values, member).length > 0 ? null : UNCHANGED;
  }

  hint(values: Values): string | null {
    return choicesHint(this.mapped, values);
  }

  describe(values: Values): string {
    return this.changesOf(values, this.current(values) ?? {})
      .map(({ text }) => text)
      .join("; ");
  }

  send([values = {}]: readonly Values[]): string[] {
    const member = this.fresh(values);
    if (!member) return [NO_MEMBER];
    const { client } = this.world;
    const changes = this.changesOf(values, member);
    const refused: string[] = [];
    const held = changes.map((change): Held => {
      const id = String(change.field.id);
      const path = `${members.path}/${String(member.id)}/member-fields/${id}`;
      const { body } = client.send("PUT", path, {}, { value: change.value });
      const value = this.shownBy(change, body);
      if (!this.isSame(change, value))
        refused.push(
          `${change.name} holds ${saidValue(value)} in Huntr, which did not take ${saidValue(change.value)}`,
        );
      return { id, value };
    });
    this.keepBase(values, held);
    if (refused.length > 0) return [`failed: ${refused.join("; ")}`];
    return [`done (member field ${changes.map(({ name }) => name).join(", ")})`];
  }

  arrived(values: Values): string | null {
    const member = this.fresh(values);
    if (!member) return NO_MEMBER;
    try {
      if (this.changesOf(values, member).length > 0) return null;
      this.keepBase(values, this.shownOf(values, member));
      return "done (member field)";
    } catch (error) {
      return failed(error);
    }
  }

  beside(values: Values): Values | undefined {
    const base = this.bases.get(values);
    return base === undefined ? undefined : { [BASE_HEADER]: base };
  }

  private current(values: Values): JsonObject | undefined {
    if (!this.all) {
      this.all = new Map();
      for (const one of this.world.read(members.table))
        this.all.set(addressKey(one.email), one).set(String(one.id), one);
    }
    return this.all.get(idOf(values) || addressKey(values.email));
  }

  /** As Huntr has the member now. */
  private fresh(values: Values): JsonObject | undefined {
    const id = idOf(values) || String(this.current(values)?.id ?? "");
    try {
      return id === "" ? undefined : recordsOf(this.world.client.get(`${members.path}/${id}`).body)[0];
    } catch (error) {
      if (error instanceof ApiError && error.kind === "not-found") return undefined;
      throw error;
    }
  }

  /** @throws InputError for a value that a field cannot hold, or that changed in Huntr as well. */
  private changesOf(values: Values, member: JsonObject): Change[] {
    const { isShown, dayOf, warn } = this.world;
    const base = baseOf(values);
    const changes = allOf(this.mapped, (one): Change[] => {
      const { name, field, column } = one;
      const found = values[name];
      if (found === undefined) return [];
      const now = cellOf(column, member, warn);
      if (isShown(column, now, found)) return [];
      const before = base && cellOf(column, base, warn);
      if (base && isShown(column, before, found)) return [];
      const sent = sentValue(one, found, dayOf, textOf(now));
      // "abc " is sent as "abc".
      const said = sent === null ? null : cellOf(column, holding(field, sent), warn);
      const isSaid = (cell: Cell) => sent !== null && meaningOf(column, said) === meaningOf(column, cell);
      if (isSaid(now) || (before !== null && isSaid(before))) return [];
      if (base && meaningOf(column, before) !== meaningOf(column, now))
        throw new InputError(
          `conflict: ${conflictText(name, textOf(now), textOf(before))}; ${takeOver(textOf(now))}`,
        );
      if (!base && (found === "" || (sent === null && holdsSeveral(field)))) return [];
      const value = sent ?? blankOf(field);
      const held = valueIn(member, String(field.id)) ?? null;
      const was = Array.isArray(held) && holdsSeveral(field) ? saidValue(held) : `"${textOf(now)}"`;
      const text = `${name}: ${was} → ${found instanceof Date ? `"${dayOf(found)}"` : saidValue(value)}`;
      return [{ ...one, value, text }];
    });
    return changes.flat();
  }

  /** What H5's answer shows in a field of several choices, of whose values the text promises nothing; else what was sent. */
  private shownBy({ field, value }: Change, answer: Json): Json {
    const member = fieldAt(answer, "data") ?? answer;
    if (!holdsSeveral(field) || !Array.isArray(fieldAt(member, "memberFieldValues"))) return value;
    return valueIn(member, String(field.id)) ?? [];
  }

  private isSame({ column, field, value }: Change, other: Json): boolean {
    if (!holdsSeveral(field)) return true;
    const [a, b] = [value, other].map((one) =>
      meaningOf(column, cellOf(column, holding(field, one), this.world.warn)),
    );
    return a === b;
  }

  /** What was sent is known by now; what else changed in Huntr meanwhile the sheet does not show yet. */
  private keepBase(values: Values, sent: readonly Held[]): void {
    const base = baseOf(values);
    if (!base) return;
    const ids = sent.map(({ id }) => id);
    const others = objectsOf(base.memberFieldValues).filter(
      ({ fieldId }) => ids.indexOf(String(fieldId)) < 0,
    );
    // The next refresh takes away what a note on the cell said.
    const own = sent
      .map(({ id, value }) => ({ fieldId: id, value, told: toldValue(base, id) }))
      .filter(({ value, told }) => value !== null || told !== null)
      .map(({ told, ...one }) => (told === null ? one : { ...one, told }));
    const now = [...others, ...own];
    this.bases.set(values, JSON.stringify(now));
  }

  /** Those of the mapped fields of which the sheet shows what Huntr has. */
  private shownOf(values: Values, member: JsonObject): Held[] {
    const { isShown, warn } = this.world;
    return this.mapped.flatMap(({ name, field, column }) =>
      isShown(column, cellOf(column, member, warn), values[name] ?? "")
        ? [{ id: String(field.id), value: valueIn(member, String(field.id)) ?? null }]
        : [],
    );
  }
}

/** The values as they were imported, where the sheet still has them. */
function baseOf({ [BASE_HEADER]: base }: Values): JsonObject | null {
  return importedValues(String(base));
}

/** A member of whom that alone is known. */
function holding({ id }: JsonObject, value: Json): JsonObject {
  return { memberFieldValues: [{ fieldId: id as Json, value }] };
}
