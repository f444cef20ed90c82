import { cellOf, textOf } from "../core/cells.ts";
import { parseFilters } from "../core/filters.ts";
import { fieldAt } from "../core/json.ts";
import { readWhole } from "../core/listing.ts";
import type { JsonObject } from "../core/ports.ts";
import type { Query } from "../core/query.ts";
import type { Column, Resource } from "../core/resource.ts";
import { FUNNEL_HEADER, funnelRows, further } from "../huntr/funnel.ts";
import { told } from "../huntr/journeys.ts";
import { fieldNamed, readerOf } from "../huntr/member-field-values.ts";
import { enteredBy, journeyOf, type Milestone, savedAt } from "../huntr/milestones.ts";
import { linkedId } from "../huntr/nested.ts";
import { Story } from "../huntr/story.ts";
import { cachedAnswer } from "./answer-cache.ts";
import { type Argument, type FormulaWork, inFormula, inputsOf, type Shown, textIn } from "./formula.ts";
import { readInTime } from "./listing.ts";

const jobOf = linkedId("job").value;

/**
 * The body of HUNTR_FUNNEL: a header, a row for each cohort, and one for all.
 * @param cohortField name of a member field; the month of joining where there is none.
 * @throws Error with a sentence when what it needs does not fit into a formula's 30 s.
 */
export function funnelFormula(filters: Argument, cohortField: Argument, work: FormulaWork): Shown[][] {
  const journeys = work.entry("huntr.journeys");
  const members = work.entry("huntr.members");
  const active = members.filters.filter(({ name }) => name === "active");
  return inFormula("huntr", () => {
    const query = parseFilters(
      { ...journeys, filters: [...active, ...journeys.filters] },
      filters,
      work.book,
    );
    const field = textIn(inputsOf(cohortField).inputs[0] ?? "");
    const { cache, uuid } = work.ports;
    const question = JSON.stringify(["HUNTR_FUNNEL", query, field]);
    const newStamp = () => uuid().slice(0, 8);
    return cachedAnswer(cache, question, newStamp, () => ask(journeys, query, field, work)) as Shown[][];
  });
}

function ask(journeys: Resource, query: Query, field: string, work: FormulaWork): (string | number)[][] {
  const { active, ...ofJobs } = query;
  const cohortOf = cohortReader(field, work);
  const isMeant = ({ id }: JsonObject) =>
    ofJobs.owner_member_id === undefined || id === ofJobs.owner_member_id;
  const persons = readInTime(
    work.entry("huntr.members"),
    active === undefined ? {} : { active },
    work,
    journeys,
  )
    .records.filter(isMeant)
    .map((member) => ({ id: String(member.id), cohort: cohortOf(member) }));
  return [FUNNEL_HEADER, ...funnelRows(persons, furthestOf(journeys, ofJobs, work))];
}

/** How far each person's best job came, by the person's id. */
function furthestOf(journeys: Resource, filters: Query, work: FormulaWork): Map<string, Milestone> {
  const story = new Story();
  const owners = new Map<string, string>();
  for (const { query, lines, listing } of told(filters)) {
    const { records } = readInTime(listing, query, work, journeys);
    story.add(lines(records, work.ports.clock.nowMs()));
    for (const record of records) {
      const owner = fieldAt(record, "ownerMember", "id") ?? record.memberId;
      if (enteredBy(record) && typeof owner === "string") owners.set(String(jobOf(record)), owner);
    }
  }
  const { read: _, ...jobs } = journeys;
  const listed = readInTime(jobs, filters, work, journeys).records;
  const best = new Map<string, Milestone>();
  const count = (owner: string, furthest: Milestone) => best.set(owner, further(furthest, best.get(owner)));
  for (const job of listed) {
    owners.delete(String(job.id));
    count(String(fieldAt(job, "ownerMember", "id")), journeyOf(job, story.of(job)).furthest);
  }
  // What was deleted after it was accepted still counts its person as placed.
  owners.forEach((owner, id) => {
    const job = { id };
    const { furthest } = journeyOf(job, story.of(job));
    if (furthest === "ACCEPTED" && isWithin(savedAt(job), filters)) count(owner, furthest);
  });
  return best;
}

function isWithin(second: number | null, { created_after, created_before }: Query): boolean {
  const at = second ?? 0;
  return at > Number(created_after ?? 0) && !(at >= Number(created_before));
}

/** @throws InputError when there is no such member field. */
function cohortReader(name: string, work: FormulaWork): (member: JsonObject) => string {
  if (name === "")
    return (member) => {
      const joined = savedAt(member);
      return joined === null ? "" : work.book.dayOf(new Date(joined * 1000)).slice(0, 7);
    };
  const field = fieldNamed(readWhole(work.client("huntr"), work.entry("huntr.member-fields")), name);
  const column: Column = { name, header: name, help: "", byDefault: true, ...readerOf(field) };
  return (member) => textOf(cellOf(column, member, work.ports.warn));
}
