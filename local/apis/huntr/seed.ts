import { type Company, companies } from "../data/companies.ts";
import { Dice } from "../data/dice.ts";
import { ObjectIds, sortNewestFirst } from "../data/object-ids.ts";
import { plainLetters, someName } from "../data/people.ts";
import { newerActions, seedNewer } from "./newer.ts";
import type { Organization } from "./organization.ts";
import type { ActionRecord } from "./record.ts";
import { seedJobs } from "./seed-jobs.ts";
import type { Seeker } from "./seeker.ts";
import type {
  BoardTemplate,
  Employer,
  FieldValue,
  Invitation,
  Member,
  MemberField,
  Person,
} from "./shapes.ts";
import { CATEGORIES } from "./stages.ts";

export interface OrganizationSize {
  /** 1,500 unless given. */
  readonly jobs?: number;
  /** Four for each job unless given; never fewer than the workflows make. */
  readonly activities?: number;
  readonly members?: number;
  readonly employers?: number;
}

const DAY_SECONDS = 86_400;
const SEED = 20_261_116;

interface Cohort {
  readonly name: string;
  readonly location: string;
  readonly programme: string;
  readonly startDaysAgo: number;
  readonly status: string;
  readonly template: number;
}

const COHORTS: readonly Cohort[] = [
  {
    name: "YVR-001",
    location: "Vancouver",
    programme: "Web Design",
    startDaysAgo: 420,
    status: "Placed",
    template: 0,
  },
  {
    name: "TRT-001",
    location: "Seattle",
    programme: "Data Science",
    startDaysAgo: 300,
    status: "Searching",
    template: 1,
  },
  {
    name: "YVR-002",
    location: "Vancouver",
    programme: "iOS",
    startDaysAgo: 180,
    status: "Searching",
    template: 2,
  },
  {
    name: "MTR-001",
    location: "Montreal",
    programme: "Data Science",
    startDaysAgo: 70,
    status: "In program",
    template: 1,
  },
];

const USUAL_BOARD = 1;
const BOARDS: readonly {
  readonly name: string;
  /** The year of the sample's present follows the name. */
  readonly ofTheYear?: boolean;
  readonly stages: readonly string[];
}[] = [
  { name: "Spring 2018", stages: ["wishlist", "applied", "interview", "offer", "rejected"] },
  {
    name: "Tech Jobs",
    stages: [
      "Wishlist",
      "Applied",
      "Phone Interview",
      "On Site Interview",
      "Offer",
      "Offer Accepted",
      "Rejected",
    ],
  },
  {
    name: "Búsqueda",
    ofTheYear: true,
    stages: ["Lista", "Applying", "Phone Screen", "Entrevista", "Ofertas", "No seleccionado"],
  },
];

/** The stages of the board that a cohort works with; of one that is not the sample's, the usual board's. */
export function boardStages(cohort: string | undefined): readonly string[] {
  const template = COHORTS.find(({ name }) => name === cohort)?.template ?? USUAL_BOARD;
  return BOARDS[template]?.stages ?? [];
}

/**
 * Makes the sample organisation, the same for the same size and "now".
 * @param nowSeconds the sample's present, Unix seconds; nothing happened after it
 * @param isNewer with what there is since the text of 2024
 */
export function seedOrganization(
  nowSeconds: number,
  size: OrganizationSize = {},
  isNewer = false,
): Organization {
  const dice = new Dice(SEED);
  const ids = new ObjectIds("8899ba51bf");
  const memberFields = seedMemberFields(ids);
  const year = new Date(nowSeconds * 1000).getUTCFullYear();
  const boardTemplates = seedBoardTemplates(ids, year);
  const advisors = ["Ada Mercer", "Tomasz Wolski", "Advisor Two"].map((name, index) =>
    seedAdvisor(ids, name, nowSeconds - (900 + index * 40) * DAY_SECONDS),
  );
  const { members, seekers } = seedMembers(dice, ids, nowSeconds, size.members ?? 60, memberFields);
  const people = new Map<string, Person>();
  for (const person of advisors) people.set(person.id, person);
  for (const { person } of seekers) people.set(person.id, person);
  const employers = companies(size.employers ?? 300).map((company) =>
    seedEmployer(dice, ids, nowSeconds, company),
  );
  const base = {
    ids,
    advisors,
    members,
    people,
    memberFields,
    boardTemplates,
    activityCategories: CATEGORIES,
    invitations: seedInvitations(dice, ids, nowSeconds, memberFields, boardTemplates, seekers),
    employers,
  };
  const jobs = size.jobs ?? 1_500;
  const history = seedJobs(dice, base, seekers, {
    nowSeconds,
    jobs,
    activities: size.activities ?? jobs * 4,
  });
  // Sorted copies: the history goes on counting employers in the order they were made.
  const organization = organize(
    { ...base, members: sortNewestFirst(members), employers: sortNewestFirst([...employers]) },
    history,
  );
  return isNewer ? withNewer(organization, nowSeconds) : organization;
}

function withNewer(organization: Organization, nowSeconds: number): Organization {
  const newer = seedNewer(organization, nowSeconds);
  let actions: Organization["actions"] | undefined;
  // As properties, not as values: reading the actions is what makes them.
  return Object.defineProperties({} as Organization, {
    ...Object.getOwnPropertyDescriptors(organization),
    newer: { enumerable: true, value: newer },
    actions: {
      enumerable: true,
      get: () => {
        actions ??= sortNewestFirst([
          ...organization.actions,
          ...newerActions(organization, newer, nowSeconds),
        ]);
        return actions;
      },
    },
  });
}

type History = ReturnType<typeof seedJobs>;

/** Adds the record, which is written when it is first looked at: it takes longer than all the rest. */
function organize(
  base: Omit<Organization, keyof ActionRecord | "jobs" | "briefs" | "activities" | "awkward" | "newer">,
  { record, ...history }: History,
): Organization {
  let written: ActionRecord | undefined;
  const read = (): ActionRecord => {
    written ??= record();
    return written;
  };
  return {
    ...base,
    ...history,
    newer: null,
    get actions() {
      return read().actions;
    },
    get events() {
      return read().events;
    },
    get notes() {
      return read().notes;
    },
    get contacts() {
      return read().contacts;
    },
  };
}

function seedMemberFields(ids: ObjectIds): MemberField[] {
  // Seconds of the text's own fields, mid 2018.
  const field = (
    seconds: number,
    name: string,
    fieldType: MemberField["fieldType"],
    choices?: string[],
  ): MemberField => ({
    id: ids.at(seconds),
    name,
    fieldType,
    ...(choices && { choices }),
  });
  return [
    field(1_530_892_428, "Location", "MULTIPLE_CHOICE", [
      "Vancouver",
      "Seattle",
      "New York",
      "Montreal",
      "Miami",
    ]),
    field(1_530_893_836, "Graduation", "DATE"),
    field(1_530_895_604, "Program", "MULTIPLE_CHOICE", ["Web Design", "iOS", "Data Science"]),
    field(1_530_901_063, "Cohort", "MULTIPLE_CHOICE", ["YVR-001", "TRT-001", "YVR-002", "MTR-001"]),
    field(1_530_917_467, "Status", "MULTIPLE_CHOICE", ["In program", "Searching", "Placed"]),
    field(1_531_173_018, "Nickname", "TEXT"),
    field(1_531_175_000, "Student number", "TEXT"),
    field(1_531_375_178, "Hours per week", "NUMBER"),
  ];
}

function seedBoardTemplates(ids: ObjectIds, year: number): BoardTemplate[] {
  return BOARDS.map((board, index) => ({
    id: ids.at(1_517_015_808 + index * 30_000),
    name: board.ofTheYear ? `${board.name} ${year}` : board.name,
    isDefault: index === USUAL_BOARD,
    listTemplates: board.stages.map((name) => ({ id: ids.at(1_607_034_976), name })),
  }));
}

function seedAdvisor(ids: ObjectIds, name: string, createdAt: number): Person {
  const [givenName = "", familyName = ""] = name.split(" ");
  const email = `${plainLetters(givenName)}@careers.example`;
  return { id: ids.at(createdAt), givenName, familyName, email, createdAt, isActive: true };
}

function seedMembers(
  dice: Dice,
  ids: ObjectIds,
  nowSeconds: number,
  count: number,
  fields: readonly MemberField[],
): { members: Member[]; seekers: Seeker[] } {
  const taken = new Set<string>();
  const members: Member[] = [];
  const seekers: Seeker[] = [];
  for (let index = 0; index < count; index++) {
    const cohort = COHORTS[Math.floor((index * COHORTS.length) / count)] as Cohort;
    const createdAt = nowSeconds - cohort.startDaysAgo * DAY_SECONDS + dice.between(0, 10 * DAY_SECONDS);
    const name = someName(dice);
    let email = `${plainLetters(name.givenName)}.${plainLetters(name.familyName)}@alumni.example`;
    if (taken.has(email)) email = email.replace("@", `${index}@`);
    taken.add(email);
    const isActive = !(cohort.status === "Placed" && dice.chance(0.5));
    const person: Person = { id: ids.at(createdAt), ...name, email, createdAt, isActive };
    const memberFieldValues = seedFieldValues(dice, cohort, createdAt, index, fields);
    makeAwkward(index, person, memberFieldValues, fields);
    members.push({ ...person, memberFieldValues });
    const stages = (BOARDS[cohort.template] as { stages: readonly string[] }).stages;
    seekers.push({ person, programme: cohort.programme, stages });
  }
  return { members, seekers };
}

function seedFieldValues(
  dice: Dice,
  cohort: Cohort,
  createdAt: number,
  index: number,
  fields: readonly MemberField[],
): FieldValue[] {
  const values: Record<string, unknown> = {
    Location: cohort.location,
    Graduation: createdAt - (createdAt % DAY_SECONDS) + 90 * DAY_SECONDS,
    Program: cohort.programme,
    Cohort: cohort.name,
    Status: cohort.status,
    Nickname: dice.chance(0.3) ? dice.pick(["Gigi", "Bo", "Sunny", "Max", "JJ"]) : undefined,
    // Leading zeros, which a spreadsheet would eat.
    "Student number": String(101 + index * 7).padStart(5, "0"),
    "Hours per week": dice.chance(0.8) ? dice.between(4, 40) + (dice.chance(0.2) ? 0.5 : 0) : undefined,
  };
  return fields
    .filter((field) => values[field.name] !== undefined)
    .map((field) => ({ fieldId: field.id, value: values[field.name] }));
}

/** A few members are odd, each in one way. */
function makeAwkward(
  index: number,
  person: Person,
  values: FieldValue[],
  fields: readonly MemberField[],
): void {
  const set = (name: string, value: unknown) => {
    const fieldId = fields.find((field) => field.name === name)?.id ?? "";
    const at = values.findIndex((entry) => entry.fieldId === fieldId);
    values.splice(at < 0 ? values.length : at, at < 0 ? 0 : 1, { fieldId, value });
  };
  if (index === 3) set("Program", ["Web Design", "iOS"]);
  if (index === 5) set("Nickname", "=1+1");
  if (index === 8) values.push({ fieldId: "5b3f0000000000000000dead", value: "of a field that is gone" });
  if (index === 11) set("Hours per week", "twenty");
  if (index === 14) set("Graduation", "2026-05-30T00:00:00.000Z");
  if (index === 17) delete person.familyName;
  if (index === 20) person.familyName = "O'Brien-Łukasz";
  if (index === 23) values.length = 0;
  if (index === 26) set("Nickname", "+1 555 0100");
}

function seedEmployer(dice: Dice, ids: ObjectIds, nowSeconds: number, company: Company): Employer {
  const employer: Employer = {
    id: ids.at(nowSeconds - dice.between(500, 3_000) * DAY_SECONDS),
    name: company.name,
    domain: company.domain,
    foundedYear: company.foundedYear,
    isPartner: dice.chance(0.1),
    description: company.description,
    location: company.address,
  };
  if (dice.chance(0.05)) delete employer.foundedYear;
  if (dice.chance(0.04)) delete employer.description;
  if (dice.chance(0.04)) delete employer.location;
  if (dice.chance(0.02)) delete employer.domain;
  if (employer.name === "Opal Foods") employer.name = "=Opal+Foods";
  if (employer.name === "Quarry Health") employer.description = 'We say "yes".\r  Also on Sundays.';
  return employer;
}

function seedInvitations(
  dice: Dice,
  ids: ObjectIds,
  nowSeconds: number,
  fields: readonly MemberField[],
  templates: readonly BoardTemplate[],
  seekers: readonly Seeker[],
): Invitation[] {
  const invitations: Invitation[] = [];
  for (let index = 0; index < 12; index++) {
    const createdAt = nowSeconds - dice.between(3_600, 40 * DAY_SECONDS);
    const name = someName(dice);
    const known = index % 4 === 1 ? seekers[index]?.person : undefined;
    const toEmail = known?.email ?? `${plainLetters(name.givenName)}${index}@mail.example`;
    const template = templates[index % templates.length];
    invitations.push({
      id: ids.at(createdAt),
      toEmail,
      ...(index !== 2 && { boardName: `Job Search ${new Date(nowSeconds * 1000).getUTCFullYear()}` }),
      ...(known && { to: withoutActive(known) }),
      ...(index % 3 !== 0 && template && { boardTemplate: withoutDefault(template) }),
      memberFieldValues:
        index % 2 === 0 ? [{ fieldId: (fields[0] as MemberField).id, value: "Montreal" }] : [],
      createdAt,
    });
  }
  return sortNewestFirst(invitations);
}

export function withoutActive(person: Person): Omit<Person, "isActive"> {
  const { isActive: _, ...rest } = person;
  return rest;
}

export function withoutDefault(template: BoardTemplate): Omit<BoardTemplate, "isDefault"> {
  return { id: template.id, name: template.name, listTemplates: template.listTemplates };
}
