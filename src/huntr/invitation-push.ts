import { addressIn, addressKey, isAddress } from "../core/addresses.ts";
import { joinChoices } from "../core/choices.ts";
import { ApiError, assertInput } from "../core/errors.ts";
import { fieldAt, objectsOf } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import { allOf, calledAs, type Push, type PushWorld, recordNamed, type Values } from "../core/push.ts";
import { advisors } from "./advisors.ts";
import { boardTemplates } from "./board-templates.ts";
import { invitations } from "./invitations.ts";
import {
  choicesHint,
  fieldNamed,
  kindAmong,
  type MappedField,
  mappedField,
  sentValue,
} from "./member-field-values.ts";
import { memberFields } from "./member-fields.ts";
import { members } from "./members.ts";

const OWN_FIELDS = ["email", "boardName", "boardTemplateId", "advisorEmail"];

/** H2: a person is invited, and gets a mail. Huntr refuses an address whose invitation is pending. */
export const invitationPush: Push = {
  name: "huntr.invitations",
  api: "huntr",
  title: "Invitations",
  noun: "invitation",
  verb: "invited",
  perCall: 1,
  keys: ["email"],
  open: ({ client, read, fields, dayOf, nowMs }) => {
    const names = fields.filter((name) => OWN_FIELDS.indexOf(name) < 0);
    const known = names.length > 0 ? read(memberFields.table) : [];
    const mapped = names.map((name) => mappedField(name, fieldNamed(known, name)));
    const templates = fields.indexOf("boardTemplateId") < 0 ? [] : read(boardTemplates.table);
    const staff = fields.indexOf("advisorEmail") < 0 ? [] : read(advisors.table);
    let pending = readPending();
    let joined: Set<string> | null = null;

    function readPending(): Map<string, JsonObject> {
      return new Map(read(invitations.table).map((one) => [addressKey(one.toEmail), one]));
    }
    /** Whether `members?email=` looks at case, the text does not say: all are read. */
    function isMember(email: string): boolean {
      joined ??= new Set(read(members.table).map((member) => addressKey(member.email)));
      return joined.has(email);
    }
    const bodyIn = (values: Values) => bodyOf(values, { templates, staff }, mapped, dayOf);
    const sentText = (invitation: Json) => doneText(invitation, dayOf, nowMs);
    return {
      kindOf: (wanted) => kindAmong(mapped, wanted),
      check: (values) => {
        bodyIn(values);
        const email = addressKey(values.email);
        if (pending.has(email)) return "skipped: already invited";
        return isMember(email) ? "skipped: already a member" : null;
      },
      sent: (values) => textsOf(bodyIn(values), values, templates, mapped),
      hint: (values) => choicesHint(mapped, values),
      send: ([values = {}]) => {
        try {
          const { body } = client.send("POST", invitations.path, {}, bodyIn(values));
          return [sentText(body)];
        } catch (error) {
          // Somebody else may have invited the person since the rows were checked; the text names no status for it.
          const kind = error instanceof ApiError ? error.kind : "";
          if (kind === "bad-request" || kind === "conflict") pending = readPending();
          if (pending.has(addressKey(values.email))) return ["skipped: already invited"];
          throw error;
        }
      },
      arrived: (values) => {
        const email = addressKey(values.email);
        const invitation = pending.get(email);
        if (invitation) return sentText(invitation);
        return isMember(email) ? "done (invitation accepted)" : null;
      },
    };
  },
};

/** What is sent for a row. @throws InputError that says all that is wrong with it */
function bodyOf(
  values: Values,
  { templates, staff }: Readonly<Record<"templates" | "staff", readonly JsonObject[]>>,
  mapped: readonly MappedField[],
  dayOf: PushWorld["dayOf"],
): JsonObject {
  const body: JsonObject = {};
  const memberFieldValues: Json[] = [];
  const parts = [
    () => {
      const email = addressIn(values.email);
      assertInput(isAddress(email), `"${email}" is no e-mail address`);
      body.email = email;
    },
    () => {
      const boardName = String(values.boardName ?? "").trim();
      if (boardName !== "") body.boardName = boardName;
      const template = String(values.boardTemplateId ?? "").trim();
      if (template !== "") body.boardTemplateId = templateId(templates, template);
    },
    () => {
      const advisor = String(values.advisorEmail ?? "").trim();
      if (advisor !== "") body.advisorEmail = advisorEmail(staff, advisor);
    },
    ...mapped.map((one) => () => {
      const value = sentValue(one, values[one.name] ?? "", dayOf);
      if (value !== null) memberFieldValues.push({ fieldId: one.field.id as Json, value });
    }),
  ];
  allOf(parts, (part) => part());
  if (memberFieldValues.length > 0) body.memberFieldValues = memberFieldValues;
  return body;
}

/** By name or by id. @throws InputError */
function templateId(templates: readonly JsonObject[], wanted: string): Json {
  const found = recordNamed(templates, wanted, "board templates");
  const names = templates.map(({ name }) => `"${String(name)}"`).join(", ");
  assertInput(found, `there is no board template "${wanted}"; there are ${names}`);
  return found.id as Json;
}

/** By address or by name; Huntr takes existing advisors only. @throws InputError */
function advisorEmail(staff: readonly JsonObject[], wanted: string): Json {
  const called = staff.map(({ email, fullName }) => ({
    id: addressKey(email),
    name: fullName ?? null,
    email: email ?? null,
  }));
  const found = called.find(({ id }) => id === addressKey(wanted)) ?? recordNamed(called, wanted, "advisors");
  const names = called.map(({ email }) => String(email)).join(", ");
  assertInput(found, `there is no advisor "${wanted}"; there are ${names}`);
  return found.email as Json;
}

/** What the body holds, as Check shows it. */
function textsOf(
  body: JsonObject,
  values: Values,
  templates: readonly JsonObject[],
  mapped: readonly MappedField[],
): { readonly [field: string]: string } {
  const texts: { [field: string]: string } = Object.create(null);
  texts.email = String(body.email);
  const template = templates.find(({ id }) => id === body.boardTemplateId);
  if (template) texts.boardTemplateId = calledAs(template, String(values.boardTemplateId).trim());
  if (body.advisorEmail) texts.advisorEmail = String(body.advisorEmail);
  for (const { fieldId, value } of objectsOf(body.memberFieldValues)) {
    const named = mapped.find(({ field }) => field.id === fieldId);
    if (named && typeof value === "string") texts[named.name] = value;
    if (named && Array.isArray(value)) texts[named.name] = joinChoices(value.map(String));
  }
  return texts;
}

function doneText(invitation: Json, dayOf: PushWorld["dayOf"], nowMs: number): string {
  const seconds = fieldAt(invitation, "createdAt");
  const day = dayOf(new Date(typeof seconds === "number" ? seconds * 1000 : nowMs));
  return `done (invitation ${String(fieldAt(invitation, "id") ?? "sent")}, ${day})`;
}
