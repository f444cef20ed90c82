import { at, type ColumnSketch, field, textAt, timeAt } from "../core/columns.ts";
import { fieldAt, isJsonObject, objectsOf } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import type { ColumnKind } from "../core/resource.ts";
import { secondsToMs } from "../core/times.ts";
import { secondOf } from "./milestones.ts";

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
    `${outer}.id`,
    `Huntr id of the ${outer}.`,
    (record) => fieldAt(record, outer, "id") ?? fieldAt(record, `${outer}Id`),
  );
}

export function locationColumns(outer?: "job"): ColumnSketch[] {
  const of = inside(outer);
  const degrees = (name: string, help: string): ColumnSketch => {
    const column = of("number", `location.${name}`, help);
    return { ...column, value: (record) => numberFrom(column.value(record)) };
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

/** Huntr writes degrees and salaries as text: "49.2668893". */
export function numberFrom(value: Json | undefined): Json | undefined {
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

/** The address of a place, else its name. */
export function addressOf(place: Json | undefined): Json | undefined {
  return fieldAt(place, "address") || fieldAt(place, "name");
}

/**
 * All that an object, or each object of a list, says: as name: value; name: value. What is no object stays as it is.
 * Fields whose names end in "At" are times.
 */
export function told(path: string): (record: JsonObject) => Json | undefined {
  const find = at(path);
  return (record) => {
    const found = find(record);
    if (isJsonObject(found)) return said(found);
    if (!Array.isArray(found)) return found;
    return found.map((one) => (isJsonObject(one) ? said(one) : one)).filter((one) => one !== "");
  };
}

function said(thing: JsonObject): string {
  return Object.entries(thing)
    .filter(([, value]) => value !== null && value !== "" && JSON.stringify(value) !== "[]")
    .map(([name, value]) => `${name}: ${shownIn(name, value)}`)
    .join("; ");
}

function shownIn(name: string, value: Json): string {
  if (typeof value === "string") return value;
  const ms = typeof value === "number" && /At$/.test(name) ? secondsToMs(value) : null;
  if (ms !== null) return new Date(ms).toISOString().slice(0, 10);
  const isPlain = Array.isArray(value) && objectsOf(value).length === 0;
  return isPlain ? value.join(", ") : JSON.stringify(value);
}

/** Of an id that is Huntr's own, the second in which it was made: its first 8 digits. */
export function createdFromId(
  idOf: (record: JsonObject) => Json | undefined,
): (record: JsonObject) => Json | undefined {
  return (record) => secondOf(idOf(record)) ?? undefined;
}

/**
 * Columns of what only some actions carry: what it is called, and its id.
 * @param name the field that it is called by.
 */
export function thingColumns(object: string, name: string, help: string): ColumnSketch[] {
  return [textAt(object, help, at(`${object}.${name}`)), linkedId(object)];
}

/**
 * Columns of fields of an object, as they are.
 * @param outer what their names begin with; "" where they are the record's own.
 * @param help by the field's name.
 */
export function plainFields(
  kind: ColumnKind,
  object: string,
  outer: string,
  help: Readonly<Record<string, string>>,
): ColumnSketch[] {
  const below = (of: string, name: string) => (of === "" ? name : `${of}.${name}`);
  return Object.entries(help).map(([name, words]) =>
    field(kind, below(outer, name), words, at(below(object, name))),
  );
}

/** Columns of a member's progress with a goal. @param outer as of `plainFields`. */
export function progressColumns(outer: string): ColumnSketch[] {
  const own = (name: string) => (outer === "" ? name : `${outer}.${name}`);
  return [
    ...plainFields("text", "goalProgress", outer, {
      status: "UPCOMING, IN_PROGRESS, COMPLETE, INCOMPLETE or UNENROLLED.",
      objectiveEntity: "What is counted: Activity, Job or Contact.",
      objectiveActivityIds: "Huntr ids of the activities that count.",
      objectiveJobIds: "Huntr ids of the jobs that count.",
      objectiveContactIds: "Huntr ids of the contacts that count.",
    }),
    ...plainFields("number", "goalProgress", outer, {
      objectiveNumericCount: "How many were done.",
      objectiveNumericTarget: "How many it takes.",
      progressIndex: "Which of the goal's intervals it is.",
    }),
    timeAt(own("startAt"), "When the goal's interval begins.", at("goalProgress.start")),
    timeAt(own("endAt"), "When the goal's interval ends.", at("goalProgress.end")),
  ];
}

/** Columns of a document, without what is in it. @param outer as of `plainFields`. */
export function documentColumns(outer: string): ColumnSketch[] {
  return plainFields("text", "document", outer, {
    name: "Name of the file.",
    documentCategoryName: "What kind of document it is.",
    extension: "Kind of file: pdf.",
    url: "Address of the file, which only its owner can open.",
  });
}
