import { at, booleanAt, type ColumnSketch, columnsOf, textAt, timeAt } from "../core/columns.ts";
import { fieldAt } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import type { Resource } from "../core/resource.ts";
import { DAY_MS } from "../core/times.ts";
import { actions } from "./actions.ts";
import { memberChanges } from "./changes.ts";
import { HUNTR_ID, LISTING } from "./listing.ts";
import { conflictText, importedValues, keptValues, takeOver, toldValue } from "./member-field-base.ts";
import { BASE_HEADER, memberFieldColumns } from "./member-field-values.ts";
import { fullName } from "./nested.ts";

const sketches = (): ColumnSketch[] => [
  textAt("id", "Huntr id of the member."),
  textAt("givenName", "First name."),
  textAt("familyName", "Last name."),
  textAt("email", "E-mail address."),
  booleanAt("isActive", "False when an administrator or advisor has deactivated the member."),
  // Many an organisation has a member field "Advisor", whose column is to keep its name.
  textAt("huntrAdvisor", "Advisor of the member, in newer accounts of Huntr.", advisorName),
  textAt("huntrAdvisor.email", "E-mail address of the advisor.", at("advisor.email")),
  textAt("huntrAdvisor.id", "Huntr id of the advisor.", at("advisor.id")),
  // Only that the member looks in: it changes all the time, and no action tells it.
  {
    ...timeAt("lastSeenAt", "When the member was last in Huntr, in newer accounts of it."),
    changesWithTime: true,
  },
  timeAt("createdAt", "When the member signed up for Huntr."),
];

const columns = columnsOf("id given_name family_name email is_active created_at", sketches);

export const members: Resource = {
  ...LISTING,
  table: "huntr.members",
  title: "Huntr Members",
  help: "The job seekers of your organization, with a column per member field.",
  path: "members",
  label: ["given_name", "family_name", "email"],
  filters: [
    {
      name: "active",
      kind: "boolean",
      help: "Only active members (true), or only deactivated ones (false).",
    },
    { name: "email", kind: "text", help: "Only the member with this e-mail address." },
  ],
  get columns() {
    return columns();
  },
  // A new name, and that one is active again, should not be late by more than a day; members are few beside their jobs.
  follows: { actions, tell: memberChanges, wholeEveryMs: DAY_MS, toldBy: "MEMBER_UPDATED" },
  ownColumns: (read) => memberFieldColumns(read, columns()),
  base: {
    name: "base",
    header: BASE_HEADER,
    kind: "text",
    help: "",
    byDefault: false,
    isHidden: true,
    value: (member) => JSON.stringify(member.memberFieldValues ?? []),
    recordIn: importedValues,
    toldOf: toldValue,
    keeping: keptValues,
    conflict: (now, before) =>
      `${conflictText("This", now, before)}. What you typed stays and is not sent. To go on, ${takeOver(now)}.`,
  },
  single: { noun: "member", id: HUNTR_ID, hasEmail: true },
  formula: { name: "HUNTR_MEMBERS", help: "The job seekers of your organization." },
};

function advisorName(member: JsonObject): Json | undefined {
  return fieldAt(member, "advisor", "fullName") ?? fullName("advisor")(member);
}
