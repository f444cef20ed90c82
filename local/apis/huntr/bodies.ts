import { findById, OBJECT_ID } from "../data/object-ids.ts";
import { type Call, isRecord, jsonBody } from "../wire/call.ts";
import type { Organization } from "./organization.ts";
import { type Fault, Refusal, refuse } from "./refusals.ts";
import { FIELD_TYPES, type FieldValue, type MemberField } from "./shapes.ts";

/** What a create call may be given, checked; each throws a Refusal 400 that names every fault. */

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function bodyOf(call: Call): Record<string, unknown> {
  const body = jsonBody(call);
  if (!isRecord(body)) refuse(400, { message: "Body must be a JSON object", location: "body" });
  return body;
}

/** Body of POST organization-invitations. An address with a pending invitation is refused. */
export function invitationBody(call: Call, organization: Organization) {
  const { email, boardName, boardTemplateId, memberFieldValues = [] } = bodyOf(call);
  const faults: Fault[] = [];
  const fault = (param: string, value: unknown, message = "Invalid value") =>
    faults.push({ message, param, value, location: "body" });
  if (typeof email !== "string" || !EMAIL.test(email))
    fault("email", email, "Email must be a valid email address");
  if (boardName !== undefined && typeof boardName !== "string") fault("boardName", boardName);
  const templateIsKnown = organization.boardTemplates.some((template) => template.id === boardTemplateId);
  if (boardTemplateId !== undefined && !templateIsKnown) fault("boardTemplateId", boardTemplateId);
  const values = Array.isArray(memberFieldValues) ? memberFieldValues : undefined;
  const valuesAreRight = values?.every(
    (entry) =>
      isRecord(entry) &&
      "value" in entry &&
      organization.memberFields.some((field) => field.id === entry.fieldId && fits(field, entry.value)),
  );
  if (!valuesAreRight) fault("memberFieldValues", memberFieldValues);
  if (faults.length > 0) throw new Refusal(400, faults);
  const pending = organization.invitations.some(
    (invitation) => invitation.toEmail.toLowerCase() === String(email).toLowerCase(),
  );
  if (pending) {
    const message = "An invitation to this email is already pending";
    refuse(400, { message, param: "email", value: email, location: "body" });
  }
  return {
    email: String(email),
    ...(typeof boardName === "string" && { boardName }),
    ...(typeof boardTemplateId === "string" && { boardTemplateId }),
    memberFieldValues: (values ?? []) as FieldValue[],
  };
}

/** Body of POST member-fields. A name in use is refused. */
export function memberFieldBody(call: Call, organization: Organization): Omit<MemberField, "id"> {
  const { name, fieldType, choices } = bodyOf(call);
  const faults: Fault[] = [];
  const fault = (param: string, value: unknown, message: string) =>
    faults.push({ message, param, value, location: "body" });
  if (typeof name !== "string" || name.trim() === "") fault("name", name, "Name is required");
  const type = FIELD_TYPES.find((entry) => entry === fieldType);
  if (type === undefined)
    fault("fieldType", fieldType, `Field type must be one of ${FIELD_TYPES.join(", ")}`);
  const isChoice = type === "MULTIPLE_CHOICE" || type === "MULTIPLE_SELECT";
  const choicesAreRight =
    Array.isArray(choices) && choices.length > 0 && choices.every((choice) => typeof choice === "string");
  if (isChoice && !choicesAreRight) fault("choices", choices, "Choices must be a list of text");
  if (faults.length > 0 || type === undefined) throw new Refusal(400, faults);
  const taken = organization.memberFields.some(
    (field) => field.name.toLowerCase() === String(name).toLowerCase(),
  );
  if (taken)
    refuse(400, {
      message: "A member field with this name already exists",
      param: "name",
      value: name,
      location: "body",
    });
  return { name: String(name), fieldType: type, ...(isChoice && { choices: choices as string[] }) };
}

/** Body of PUT members/ID/member-fields/FIELD_ID: any value that the field's type can hold; null takes it away. */
export function fieldValueBody(call: Call, organization: Organization, fieldId: string): unknown {
  const field = organization.memberFields.find((entry) => entry.id === fieldId);
  if (field === undefined)
    refuse(404, { message: "Member field not found", param: "fieldId", value: fieldId, location: "params" });
  const body = bodyOf(call);
  if (!("value" in body)) refuse(400, { message: "Value is required", param: "value", location: "body" });
  if (!fits(field, body.value)) {
    refuse(400, {
      message: `Invalid value for a field of type ${field.fieldType}`,
      param: "value",
      value: body.value,
      location: "body",
    });
  }
  return body.value;
}

function fits(field: MemberField, value: unknown): boolean {
  if (value === null) return true;
  switch (field.fieldType) {
    case "TEXT":
      return typeof value === "string";
    case "NUMBER":
      return typeof value === "number";
    case "DATE":
      // The text gives no form for dates: Unix seconds like all its times, or a date as ISO text.
      return typeof value === "number" || (typeof value === "string" && !Number.isNaN(Date.parse(value)));
    case "MULTIPLE_CHOICE":
      return areChoices(field, [value].flat());
    case "MULTIPLE_SELECT":
      return Array.isArray(value) && areChoices(field, value);
  }
}

function areChoices({ choices }: MemberField, values: readonly unknown[]): boolean {
  return values.every((choice) => typeof choice === "string" && choices?.includes(choice));
}

/** The thing that an address names. @throws Refusal 400 for what is no id, 404 for what is not there */
export function namedThing<T extends { id: string }>(things: readonly T[], id: string, what: string): T {
  if (!OBJECT_ID.test(id))
    refuse(400, { message: "Invalid value", param: "id", value: id, location: "params" });
  const thing = findById(things, id.toLowerCase());
  if (thing === undefined)
    refuse(404, { message: `${what} not found`, param: "id", value: id, location: "params" });
  return thing;
}
