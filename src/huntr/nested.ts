import { at, type ColumnSketch, field } from "../core/columns.ts";
import { fieldAt, isJsonObject } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import type { ColumnKind } from "../core/resource.ts";

/** Columns of a member within another record: `outer` is the given and family name. @param help who it is. */
export function memberColumns(outer: string, object: string, help: string): ColumnSketch[] {
  const of = (kind: ColumnKind, what: string, name: string): ColumnSketch => ({
    ...field(kind, what, outer, name),
    value: at(object, name),
  });
  return [
    { name: outer, kind: "text", help: `${help}, given and family name.`, value: fullName(object) },
    of("text", `E-mail address of the ${outer}.`, "email"),
    of("text", `Huntr id of the ${outer}.`, "id"),
    of("boolean", `Whether the ${outer} is active.`, "isActive"),
    of("time", `When the ${outer} signed up for Huntr.`, "createdAt"),
  ];
}

/**
 * Columns of an object's fields: of the record itself, or of the object under `outer`, whose name then stands for it
 * (design, 'Column names').
 */
type FieldOf = (kind: ColumnKind, help: string, ...path: readonly string[]) => ColumnSketch;

function inside(outer: string | undefined): FieldOf {
  return outer === undefined ? field : (kind, help, ...path) => field(kind, help, outer, ...path);
}

function named(outer: string | undefined, column: ColumnSketch): ColumnSketch {
  return outer === undefined ? column : { ...column, name: outer };
}

export function employerColumns(outer?: "employer"): ColumnSketch[] {
  const of = inside(outer);
  return [
    named(outer, of("text", "Name of the employer.", "name")),
    of("text", "Website of the employer.", "domain"),
    outer ? linkedId(outer) : of("text", "Huntr id of the employer.", "id"),
    of("number", "Year the employer was founded.", "foundedYear"),
    of("boolean", "Whether the employer is marked as a partner of your organization.", "isPartner"),
    of("text", "Address of the employer.", "location"),
    of("text", "What the employer does.", "description"),
  ];
}

/** A job as it is within other records: in short. */
export function jobColumns(): ColumnSketch[] {
  return [
    { name: "job", kind: "text", help: "Title of the job.", value: at("job", "title") },
    linkedId("job"),
    field("text", "Salary as the job seeker wrote it.", "job", "salary"),
    field("text", "Address of the original job post.", "job", "url"),
    ...locationColumns("job"),
    field("time", "When the job was created.", "job", "createdAt"),
  ];
}

/** What events tell of a job besides: its dates, as they were before there were activities. */
export function oldJobColumns(): ColumnSketch[] {
  return [
    field("text", "Description of the job.", "job", "description"),
    field("time", "When applications close.", "job", "deadline"),
    field("time", "When the job seeker applied.", "job", "applicationDate"),
    field("time", "When the first interview was.", "job", "firstInterviewDate"),
    field("time", "When the second interview was.", "job", "secondInterviewDate"),
    field("time", "When the offer came.", "job", "offerDate"),
  ];
}

export function activityColumns(outer?: "activity"): ColumnSketch[] {
  const of = inside(outer);
  return [
    named(outer, of("text", "Title of the activity.", "title")),
    outer ? linkedId(outer) : of("text", "Huntr id of the activity.", "id"),
    {
      name: "category",
      kind: "text",
      help: "What kind of activity it is.",
      value: at("activityCategory", "name"),
    },
    {
      name: "category_id",
      kind: "text",
      help: "Huntr id of the category.",
      value: at("activityCategory", "id"),
    },
    of("text", "Note about the activity.", "note"),
    of("boolean", "Whether the activity is completed.", "completed"),
    of("time", "When the activity starts or started.", "startAt"),
    of("time", "When the activity ends or ended.", "endAt"),
    of("time", "When the activity was completed.", "completedAt"),
    of("boolean", "Whether Huntr added the activity by itself, as a workflow.", "createdByWorkflow"),
    of("time", "When the activity was created.", "createdAt"),
  ];
}

export function boardTemplateColumns(outer?: "boardTemplate"): ColumnSketch[] {
  const of = inside(outer);
  return [
    { ...of("text", "Name of the board template.", "name"), name: outer ? "board_template" : "name" },
    of("text", "Huntr id of the board template.", "id"),
    of("boolean", "Whether new boards are made with this template by default.", "isDefault"),
    {
      ...of("text", "Stages of the template, in order.", "stages"),
      value: (record) => {
        const template = outer ? fieldAt(record, outer) : record;
        return isJsonObject(template) ? stagesOf(template) : undefined;
      },
    },
  ];
}

/** `listNames` is the deprecated form of `listTemplates`. */
function stagesOf(template: JsonObject): Json | undefined {
  return listed("listTemplates", "name")(template) ?? fieldAt(template, "listNames");
}

/** One field of each object in a list; an entry that is no object stays as it is. */
export function listed(list: string, name: string): (record: JsonObject) => Json | undefined {
  return (record) => {
    const things = fieldAt(record, list);
    if (!Array.isArray(things)) return things;
    return things.map((thing) => (isJsonObject(thing) ? (fieldAt(thing, name) ?? null) : thing));
  };
}

/** Where a contact may have a handle. */
export const PROFILES = [
  "linkedin",
  "twitter",
  "googlePlus",
  "crunchbase",
  "facebook",
  "github",
  "aboutme",
  "gravatar",
];

/** A contact may belong to several jobs. */
export function linksOfContact(): ColumnSketch[] {
  return [
    { name: "jobs", kind: "text", help: "Titles of the contact's jobs.", value: listed("jobs", "title") },
    {
      name: "employers",
      kind: "text",
      help: "Names of the contact's employers.",
      value: listed("employers", "name"),
    },
  ];
}

/** The stages that a job went from and to. */
export function moveColumns(): ColumnSketch[] {
  return [
    {
      name: "from_list",
      kind: "text",
      help: "Stage that the job was moved from.",
      value: at("fromList", "name"),
    },
    {
      name: "to_list",
      kind: "text",
      help: "Stage that the job was moved or added to.",
      value: at("toList", "name"),
    },
  ];
}

/** An action on what was deleted has only its id, as a field of its own (`jobId`). */
export function linkedId(outer: string): ColumnSketch {
  return {
    name: `${outer}_id`,
    kind: "text",
    help: `Huntr id of the ${outer}.`,
    value: (record) => fieldAt(record, outer, "id") ?? fieldAt(record, `${outer}Id`),
  };
}

export function locationColumns(outer?: "job"): ColumnSketch[] {
  const of = inside(outer);
  const degrees = (help: string, name: string): ColumnSketch => {
    const column = of("number", help, "location", name);
    return { ...column, value: (record) => degreesOf(column.value(record)) };
  };
  const address = of("text", "Address of the job.", "location", "address");
  return [
    { ...address, name: outer ? `${outer}_location` : "location" },
    of("text", "Name of the place.", "location", "name"),
    of("text", "Google's id of the place.", "location", "placeId"),
    of("text", "Huntr's id of the place.", "location", "id"),
    of("text", "The place on Google Maps.", "location", "url"),
    degrees("Latitude in degrees.", "lat"),
    degrees("Longitude in degrees.", "lng"),
  ];
}

/** Huntr writes degrees as text: "49.2668893". */
function degreesOf(value: Json | undefined): Json | undefined {
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

export function fullName(
  outer: string,
  given = "givenName",
  family = "familyName",
): (record: JsonObject) => Json | undefined {
  return (record) => {
    const names = [fieldAt(record, outer, given), fieldAt(record, outer, family)];
    const known = names.filter((name) => name !== undefined && name !== null && name !== "");
    const odd = known.find((name) => typeof name !== "string");
    return odd ?? known.join(" ");
  };
}
