import { findById, OBJECT_ID } from "../data/object-ids.ts";
import { type Call, isRecord, jsonBody } from "../wire/call.ts";
import type { Organization } from "./organization.ts";
import { type Fault, Refusal, refuse } from "./refusals.ts";
import { FIELD_TYPES, type FieldValue, type MemberField, type Tag } from "./shapes.ts";

/** What a create call may be given, checked; each throws a Refusal 400 that names every fault. */

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function bodyOf(call: Call): Record<string, unknown> {
  const body = jsonBody(call);
  if (!isRecord(body)) refuse(400, { message: "Body must be a JSON object", location: "body" });
  return body;
}

/** Body of POST organization-invitations. An address with a pending invitation is refused. */
export function invitationBody(call: Call, organization: Organization) {
  const { email, boardName, boardTemplateId, advisorEmail, memberFieldValues = [] } = bodyOf(call);
  const faults: Fault[] = [];
  const fault = (param: string, value: unknown, message = "Invalid value") =>
    faults.push({ message, param, value, location: "body" });
  if (typeof email !== "string" || !EMAIL.test(email))
    fault("email", email, "Email must be a valid email address");
  if (boardName !== undefined && typeof boardName !== "string") fault("boardName", boardName);
  const templateIsKnown = organization.boardTemplates.some((template) => template.id === boardTemplateId);
  if (boardTemplateId !== undefined && !templateIsKnown) fault("boardTemplateId", boardTemplateId);
  const advisors = organization.newer?.advisors ?? [];
  if (advisorEmail !== undefined && !advisors.some((advisor) => advisor.email === advisorEmail))
    fault("advisorEmail", advisorEmail, "Advisor not found");
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
    ...(typeof advisorEmail === "string" && { advisorEmail }),
    memberFieldValues: (values ?? []) as FieldValue[],
  };
}

/** The member that a body names by `memberId` or `memberEmail`. @throws Refusal */
function memberIn(body: Record<string, unknown>, { members }: Organization, email = body.memberEmail) {
  const { memberId } = body;
  const isNamed = ({ id, email: own }: { id: string; email: string }) =>
    id === memberId || own.toLowerCase() === String(email).toLowerCase();
  const member = members.find(isNamed);
  if (!member)
    refuse(404, {
      message: "Member not found",
      param: "memberId",
      value: memberId ?? email,
      location: "body",
    });
  return member;
}

/** Body of POST notes/members. */
export function internalNoteBody(call: Call, organization: Organization) {
  const body = bodyOf(call);
  const { htmlText } = body;
  if (typeof htmlText !== "string" || htmlText.trim() === "")
    refuse(400, { message: "htmlText is required", param: "htmlText", value: htmlText, location: "body" });
  return { memberId: memberIn(body, organization).id, htmlText };
}

/** Body of POST goals/ID/enrollments. */
export function enrollmentBody(call: Call, organization: Organization) {
  const body = bodyOf(call);
  const { oneTimeGoalStart } = body;
  if (oneTimeGoalStart !== undefined && typeof oneTimeGoalStart !== "number")
    refuse(400, {
      message: "Invalid value",
      param: "oneTimeGoalStart",
      value: oneTimeGoalStart,
      location: "body",
    });
  return { memberId: memberIn(body, organization).id };
}

/** Body of POST tags. */
export function tagBody(call: Call): Omit<Tag, "id"> {
  const { name, color, description, targetObjects } = bodyOf(call);
  const faults: Fault[] = [];
  const fault = (param: string, value: unknown) =>
    faults.push({ message: "Invalid value", param, value, location: "body" });
  if (typeof name !== "string" || name.trim() === "") fault("name", name);
  if (typeof color !== "string" || !/^#[0-9a-f]{6}$/i.test(color)) fault("color", color);
  if (!Array.isArray(targetObjects) || targetObjects.join() !== "JOB_POST")
    fault("targetObjects", targetObjects);
  if (faults.length > 0) throw new Refusal(400, faults);
  return {
    name: String(name),
    ...(typeof description === "string" && { description }),
    color: String(color),
    targetObjects: ["JOB_POST"],
  };
}

const POST_CHOICES: Readonly<Record<string, readonly unknown[]>> = {
  jobType: ["FULL_TIME", "PART_TIME", "CONTRACTOR", "INTERNSHIP"],
  jobPostStatusName: ["Open", "Closed", "Draft"],
  visibility: ["VISIBLE", "HIDDEN", undefined],
};

/** Body of POST job-posts. */
export function jobPostBody(call: Call, { newer, employers }: Organization): Record<string, unknown> {
  const body = bodyOf(call);
  const faults: Fault[] = [];
  const fault = (param: string) =>
    faults.push({ message: "Invalid value", param, value: body[param], location: "body" });
  if (typeof body.title !== "string" || body.title.trim() === "") fault("title");
  for (const [name, choices] of Object.entries(POST_CHOICES)) if (!choices.includes(body[name])) fault(name);
  const { employer, employerId, salary, tagIds = [], locations = [] } = body;
  const isKnown = employers.some(({ id }) => id === employerId);
  if (!isKnown && !(isRecord(employer) && typeof employer.domain === "string")) fault("employer");
  if (
    salary !== undefined &&
    !(isRecord(salary) && ("actual" in salary || "min" in salary || "max" in salary))
  )
    fault("salary");
  const isTag = (tag: unknown) => newer?.tags.some(({ id }) => id === tag);
  if (!Array.isArray(tagIds) || !tagIds.every(isTag)) fault("tagIds");
  if (!Array.isArray(locations) || !locations.every((one) => isRecord(one) && "address" in one))
    fault("locations");
  if (faults.length > 0) throw new Refusal(400, faults);
  return body;
}

/** Body of POST job-posts/send-to-members. One that is not there fails the whole call. */
export function deliveryBody(call: Call, organization: Organization) {
  const { jobPostIds, memberEntries } = bodyOf(call);
  const posts = Array.isArray(jobPostIds) ? jobPostIds : [];
  if (posts.length === 0 || !posts.every((id) => organization.newer?.jobPosts.some((post) => post.id === id)))
    refuse(400, { message: "Invalid value", param: "jobPostIds", value: jobPostIds, location: "body" });
  const entries = Array.isArray(memberEntries) ? memberEntries.filter(isRecord) : [];
  if (entries.length === 0)
    refuse(400, { message: "Invalid value", param: "memberEntries", value: memberEntries, location: "body" });
  const memberIds = entries.map((entry) => memberIn(entry, organization, entry.email).id);
  return { jobPostIds: posts.map(String), memberIds };
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
