import { at, booleanAt, type ColumnSketch, columnsOf, numberAt, textAt, timeAt } from "../core/columns.ts";
import { fieldAt, isJsonObject, objectsOf } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import type { Resource } from "../core/resource.ts";
import { HUNTR_ID, LISTING } from "./listing.ts";
import { addressOf, employerColumns, listed, memberColumns, numberFrom, told } from "./nested.ts";

const DEFAULTS =
  "id title employer employer_domain job_post_status job_type is_remote location salary url tags visibility owner post_date created_at";

/** The text calls it a number, and its samples are texts. */
function amountAt(name: string, help: string): ColumnSketch {
  return { ...numberAt(`salary.${name}`, help), value: (post) => numberFrom(fieldAt(post, "salary", name)) };
}

const sketches = (): ColumnSketch[] => [
  textAt("id", "Huntr id of the job post."),
  textAt("title", "Title of the job."),
  ...employerColumns("employer"),
  textAt("job_post_status", "Open (published), Closed or Draft.", at("jobPostStatus.name")),
  textAt("jobType", "FULL_TIME, PART_TIME, CONTRACTOR or INTERNSHIP."),
  booleanAt("isRemote", "Whether the job can be done from anywhere."),
  textAt("location", "Addresses of the job.", places),
  textAt("locations", "What else is known of its places, as name: value; name: value.", told("locations")),
  textAt("salary", "Salary, such as 40000–50000 USD ANNUAL.", salaryText),
  amountAt("actual", "Salary where it is one number."),
  amountAt("min", "Least salary."),
  amountAt("max", "Greatest salary."),
  textAt("salary.currency", "Currency of the salary: USD."),
  textAt("salary.interval", "What the salary is for: ANNUAL, MONTHLY, WEEKLY, DAILY or HOURLY."),
  textAt("url", "Address of the original job post."),
  textAt("htmlDescription", "Description of the job as HTML."),
  textAt("applicationInstructions", "How to apply."),
  textAt("tags", "Names of its tags.", listed("tags", "name")),
  textAt("visibility", "VISIBLE to all members, or HIDDEN but for some groups."),
  textAt("visibleMemberGroupIds", "Huntr ids of the groups that see a HIDDEN one."),
  ...memberColumns("owner", "ownerMember", "Advisor who owns the post"),
  ...memberColumns("creator", "creatorMember", "Advisor who made the post"),
  textAt("sourceName", "Where the post came from."),
  timeAt("postDate", "When the job was posted."),
  timeAt("createdAt", "When the post was made."),
];

const columns = columnsOf(DEFAULTS, sketches);

export const jobPosts: Resource = {
  ...LISTING,
  table: "huntr.job-posts",
  title: "Huntr Job Posts",
  help: "Jobs that your organization posts for its members, newest first.",
  path: "job-posts",
  newer: {},
  label: ["title", "employer"],
  filters: [],
  get columns() {
    return columns();
  },
  single: { noun: "job post", id: HUNTR_ID },
  formula: { name: "HUNTR_JOB_POSTS", help: "Jobs that your organization posts, newest first." },
};

/** `location` is the deprecated form: the first of them. */
function places(post: JsonObject): Json | undefined {
  const { locations, location } = post;
  if (locations !== undefined && locations !== null && !Array.isArray(locations)) return locations;
  const found = objectsOf(locations).length > 0 ? objectsOf(locations) : objectsOf([location ?? null]);
  return found.map((place) => addressOf(place) ?? null);
}

function salaryText({ salary }: JsonObject): Json | undefined {
  if (!isJsonObject(salary)) return salary;
  const { actual, min, max, currency, interval } = salary;
  const range = actual ?? ([min, max].filter((one) => one !== undefined && one !== null).join("–") || null);
  return range === null
    ? null
    : [range, currency, interval].filter((one) => typeof one !== "object" && one !== undefined).join(" ");
}
