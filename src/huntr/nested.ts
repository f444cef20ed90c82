import { at, type ColumnSketch, field, textAt, timeAt } from "../core/columns.ts";
import { fieldAt, isJsonObject } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import type { ColumnKind } from "../core/resource.ts";

/** Columns of a member within another record: `outer` is the given and family name. @param help who it is. */
export function memberColumns(outer: string, object: string, help: string): ColumnSketch[] {
  const of = (kind: ColumnKind, name: string, help: string): ColumnSketch =>
    field(kind, `${outer}.${name}`, help, at(`${object}.${name}`));
  return [
    textAt(outer, `${help}, given and family name.`, fullName(object)),
    of("text", "email", `E-mail address of the ${outer}.`),
    of("text", "id", `Huntr id of the ${outer}.`),
    of("boolean", "isActive", `Whether the ${outer} is active.`),
    of("time", "createdAt", `When the ${outer} signed up for Huntr.`),
  ];
}

/**
 * Columns of an object's fields: of the record itself, or of the object under `outer`, whose name alone is then the
 * column of what the object is called (a job's `employer` is its employer's name).
 */
function inside(outer: string | undefined): typeof field {
  return outer === undefined ? field : (kind, path, help) => field(kind, `${outer}.${path}`, help);
}

function named(outer: string | undefined, column: ColumnSketch): ColumnSketch {
  return outer === undefined ? column : { ...column, name: outer };
}

export function employerColumns(outer?: "employer"): ColumnSketch[] {
  const of = inside(outer);
  return [
    named(outer, of("text", "name", "Name of the employer.")),
    of("text", "domain", "Website of the employer."),
    outer ? linkedId(outer) : of("text", "id", "Huntr id of the employer."),
    of("number", "foundedYear", "Year the employer was founded."),
    of("boolean", "isPartner", "Whether the employer is marked as a partner of your organization."),
    of("text", "location", "Address of the employer."),
    of("text", "description", "What the employer does."),
  ];
}

/** A job as it is within other records: in short. */
export function jobColumns(): ColumnSketch[] {
  return [
    textAt("job", "Title of the job.", at("job.title")),
    linkedId("job"),
    textAt("job.salary", "Salary as the job seeker wrote it."),
    textAt("job.url", "Address of the original job post."),
    ...locationColumns("job"),
    timeAt("job.createdAt", "When the job was created."),
  ];
}

/** What events tell of a job besides: its dates, as they were before there were activities. */
export function oldJobColumns(): ColumnSketch[] {
  return [
    textAt("job.description", "Description of the job."),
    timeAt("job.deadline", "When applications close."),
    timeAt("job.applicationDate", "When the job seeker applied."),
    timeAt("job.firstInterviewDate", "When the first interview was."),
    timeAt("job.secondInterviewDate", "When the second interview was."),
    timeAt("job.offerDate", "When the offer came."),
  ];
}

export function activityColumns(outer?: "activity"): ColumnSketch[] {
  const of = inside(outer);
  return [
    named(outer, of("text", "title", "Title of the activity.")),
    outer ? linkedId(outer) : of("text", "id", "Huntr id of the activity."),
    textAt("category", "What kind of activity it is.", at("activityCategory.name")),
    textAt("category_id", "Huntr id of the category.", at("activityCategory.id")),
    of("text", "note", "Note about the activity."),
    of("boolean", "completed", "Whether the activity is completed."),
    of("time", "startAt", "When the activity starts or started."),
    of("time", "endAt", "When the activity ends or ended."),
    of("time", "completedAt", "When the activity was completed."),
    of("boolean", "createdByWorkflow", "Whether Huntr added the activity by itself, as a workflow."),
    of("time", "createdAt", "When the activity was created."),
  ];
}

export function boardTemplateColumns(outer?: "boardTemplate"): ColumnSketch[] {
  const of = inside(outer);
  return [
    { ...of("text", "name", "Name of the board template."), name: outer ? "board_template" : "name" },
    of("text", "id", "Huntr id of the board template."),
    of("boolean", "isDefault", "Whether new boards are made with this template by default."),
    {
      ...of("text", "stages", "Stages of the template, in order."),
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
    textAt("jobs", "Titles of the contact's jobs.", listed("jobs", "title")),
    textAt("employers", "Names of the contact's employers.", listed("employers", "name")),
  ];
}

/** The stages that a job went from and to. */
export function moveColumns(): ColumnSketch[] {
  return [
    textAt("from_list", "Stage that the job was moved from.", at("fromList.name")),
    textAt("to_list", "Stage that the job was moved or added to.", at("toList.name")),
  ];
}

/** An action on what was deleted has only its id, as a field of its own (`jobId`). */
export function linkedId(outer: string): ColumnSketch {
  return textAt(
    `${outer}_id`,
    `Huntr id of the ${outer}.`,
    (record) => fieldAt(record, outer, "id") ?? fieldAt(record, `${outer}Id`),
  );
}

export function locationColumns(outer?: "job"): ColumnSketch[] {
  const of = inside(outer);
  const degrees = (name: string, help: string): ColumnSketch => {
    const column = of("number", `location.${name}`, help);
    return { ...column, value: (record) => degreesOf(column.value(record)) };
  };
  const address = of("text", "location.address", "Address of the job.");
  return [
    { ...address, name: outer ? `${outer}_location` : "location" },
    of("text", "location.name", "Name of the place."),
    of("text", "location.placeId", "Google's id of the place."),
    of("text", "location.id", "Huntr's id of the place."),
    of("text", "location.url", "The place on Google Maps."),
    degrees("lat", "Latitude in degrees."),
    degrees("lng", "Longitude in degrees."),
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
