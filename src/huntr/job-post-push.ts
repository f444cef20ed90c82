import { assertInput } from "../core/errors.ts";
import { fieldAt, isJsonObject } from "../core/json.ts";
import { alike } from "../core/names.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import { onlyFields, type Push, recordNamed, type Values } from "../core/push.ts";
import { employers } from "./employers.ts";
import { jobPosts } from "./job-posts.ts";
import { memberGroups } from "./member-groups.ts";
import { tags } from "./tags.ts";

const TEXTS = ["applicationInstructions", "url", "htmlDescription"];
const AMOUNTS = ["salary.min", "salary.max", "salary.actual"];
const FIELDS = [
  ...["title", "employer.domain", "employer.name", "employerId", "jobType", "jobPostStatusName"],
  ...["isRemote", "postDate", "locations", "tagIds", "visibility", "visibleMemberGroupIds"],
  ...[...TEXTS, ...AMOUNTS, "salary.currency", "salary.interval"],
];
const JOB_TYPES = ["FULL_TIME", "PART_TIME", "CONTRACTOR", "INTERNSHIP"];
const STATUSES = ["Draft", "Open", "Closed"];
const INTERVALS = ["ANNUAL", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"];

/**
 * H26: rows become job posts, drafts unless a row says otherwise. They can be neither changed nor deleted from here. A post of
 * the same title and employer is the same one, in the sheet as in Huntr.
 */
export const jobPostPush: Push = {
  name: "huntr.job-posts",
  api: "huntr",
  title: "Job posts",
  noun: "job post",
  verb: "posted",
  perCall: 1,
  needs: jobPosts.table,
  keys: ["title"],
  alsoKeys: ["employer.domain", "employerId"],
  kinds: {
    postDate: "date",
    "salary.min": "number",
    "salary.max": "number",
    "salary.actual": "number",
    employerId: "id",
  },
  open: ({ client, read, fields, dayOf }) => {
    onlyFields(fields, FIELDS, "A job post");
    const listed = (name: string, table: string) => (fields.indexOf(name) < 0 ? [] : read(table));
    const [allTags, groups] = [
      listed("tagIds", tags.table),
      listed("visibleMemberGroupIds", memberGroups.table),
    ];
    const known = new Map<string, JsonObject>();
    /** Posts whose employer's domain nobody tells, by title: one of a row that names a domain may be the same. */
    const withoutDomain = new Map<string, JsonObject>();
    const domains = new Map<string, string>();
    function note(title: unknown, post: JsonObject): void {
      const id = fieldAt(post, "employer", "id") ?? post.employerId;
      const domain = domainOf(fieldAt(post, "employer", "domain")) || domains.get(String(id));
      if (id) known.set(keyOf(title, id), post);
      if (domain) known.set(keyOf(title, domain), post);
      else withoutDomain.set(alike(String(title)), post);
    }
    const posts = read(jobPosts.table);
    if (posts.some((post) => !fieldAt(post, "employer", "domain")))
      for (const { id, domain } of read(employers.table)) domains.set(String(id), domainOf(domain));
    for (const post of posts) note(post.title, post);
    const done = (post: Json) => `done (job post ${String(fieldAt(post, "id") ?? "made")})`;
    const there = (values: Values) => {
      const { domain, id } = employerOf(values);
      const found = known.get(keyOf(values.title, domain || id));
      const maybe = withoutDomain.get(alike(String(values.title)));
      assertInput(
        found || domain === "" || !maybe,
        `it may be there already, as job post ${String(maybe?.id)}, whose employer has no domain in Huntr: look there, or give the employerId`,
      );
      return found;
    };

    function bodyOf(values: Values): JsonObject {
      const text = (name: string) => String(values[name] ?? "").trim();
      const { domain, id } = employerOf(values);
      const name = text("employer.name");
      const visibility = oneOf(text("visibility") || "VISIBLE", ["VISIBLE", "HIDDEN"], "visibility");
      const visibleMemberGroupIds = idsOf(text("visibleMemberGroupIds"), groups, "member groups");
      assertInput(
        visibleMemberGroupIds.length === 0 || visibility === "HIDDEN",
        "groups count only where the visibility is HIDDEN",
      );
      const body: JsonObject = {
        title: text("title"),
        jobType: oneOf(text("jobType"), JOB_TYPES, "job type"),
        jobPostStatusName: oneOf(text("jobPostStatusName") || "Draft", STATUSES, "status"),
        visibility,
        ...(domain === "" ? { employerId: id } : { employer: { domain, ...(name === "" ? {} : { name }) } }),
      };
      for (const one of TEXTS) if (text(one) !== "") body[one] = text(one);
      if (text("isRemote") !== "") body.isRemote = isYes(text("isRemote"));
      const { postDate } = values;
      if (postDate instanceof Date) body.postDate = Date.parse(dayOf(postDate)) / 1000;
      if (text("locations") !== "")
        body.locations = text("locations")
          .split(/\s*[;\n]\s*/)
          .filter((one) => one !== "")
          .map((address) => ({ address }));
      const tagIds = idsOf(text("tagIds"), allTags, "tags");
      if (tagIds.length > 0) body.tagIds = tagIds;
      if (visibleMemberGroupIds.length > 0) body.visibleMemberGroupIds = visibleMemberGroupIds;
      const salary = salaryOf(values, text);
      return salary ? { ...body, salary } : body;
    }

    return {
      check: (values) => {
        bodyOf(values);
        const post = there(values);
        return post ? twice(post) : null;
      },
      describe: (values) => {
        const { title, jobPostStatusName } = bodyOf(values);
        const { domain, id } = employerOf(values);
        const how = jobPostStatusName === "Open" ? "published at once" : `as ${String(jobPostStatusName)}`;
        return `"${String(title)}" of ${domain || id}, ${how}`;
      },
      send: ([values = {}]) => {
        // A row of the same call may say the same in other words.
        const before = there(values);
        if (before) return [twice(before)];
        const { body } = client.send("POST", jobPosts.path, {}, bodyOf(values));
        const { domain, id } = employerOf(values);
        const { data = body } = isJsonObject(body) ? body : {};
        const made = isJsonObject(data) ? data : {};
        known.set(keyOf(values.title, domain || id), made);
        const employerId = fieldAt(made, "employer", "id") ?? made.employerId;
        if (employerId) known.set(keyOf(values.title, employerId), made);
        return [done(data)];
      },
      arrived: (values) => {
        const post = there(values);
        return post ? done(post) : null;
      },
    };
  },
};

function twice({ id }: JsonObject): string {
  return `skipped: there is a job post of this title and employer (${String(id ?? "just made")})`;
}

/** As the rows and Huntr are compared; "" where there is none. */
function domainOf(text: unknown): string {
  return String(text ?? "")
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/^www\./, "")
    .replace(/[/?#].*$/, "");
}

/** @throws InputError */
function employerOf(values: Values): { readonly domain: string; readonly id: string } {
  const id = String(values.employerId ?? "").trim();
  const domain = domainOf(values["employer.domain"]);
  assertInput(domain !== "" || id !== "", "there is no domain of the employer");
  assertInput(domain === "" || /^[^\s@/]+\.[^\s@/.]{2,}$/.test(domain), `"${domain}" is no domain`);
  return { domain, id };
}

function keyOf(title: unknown, employer: unknown): string {
  return `${alike(String(title))} ${String(employer).toLowerCase()}`;
}

function oneOf(text: string, choices: readonly string[], what: string): string {
  const plain = (one: string) => one.toLowerCase().replace(/[^a-z]/g, "");
  const found = choices.find((choice) => plain(choice) === plain(text));
  assertInput(found, `"${text}" is no ${what}; there are ${choices.join(", ")}`);
  return found;
}

/** @throws InputError for what might mean either, in whatever language. */
function isYes(text: string): boolean {
  assertInput(
    /^(true|yes|y|1|false|no|n|0)$/i.test(text),
    `"${text}" is neither TRUE nor FALSE: write isRemote as yes or no`,
  );
  return /^(true|yes|y|1)$/i.test(text);
}

function idsOf(text: string, records: readonly JsonObject[], what: string): Json[] {
  const names = text.split(/\s*[,;\n]\s*/).filter((name) => name !== "");
  return names.map((name) => {
    const found = recordNamed(records, name, what);
    assertInput(found, `"${name}" is none of the ${what}`);
    return found.id as Json;
  });
}

function salaryOf(values: Values, text: (name: string) => string): JsonObject | null {
  const salary: { [name: string]: Json } = {};
  for (const name of AMOUNTS) {
    const amount = values[name];
    if (typeof amount === "number") salary[name.replace("salary.", "")] = amount;
  }
  if (Object.keys(salary).length === 0) return null;
  const currency = text("salary.currency").toUpperCase();
  assertInput(/^[A-Z]{3}$/.test(currency), "a salary needs its currency, such as USD");
  return { ...salary, currency, interval: oneOf(text("salary.interval") || "ANNUAL", INTERVALS, "interval") };
}
