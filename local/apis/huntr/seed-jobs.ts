import { AWKWARD_NOTES, awkwardJobs } from "../data/awkward.ts";
import type { Dice } from "../data/dice.ts";
import { sortNewestFirst } from "../data/object-ids.ts";
import { CITIES, plainLetters } from "../data/people.ts";
import { someAdvert, someSalary, someTitle } from "../data/postings.ts";
import { activityBrief } from "./actions.ts";
import { briefOf, type Organization, setMilestones } from "./organization.ts";
import {
  type ActionRecord,
  type Draft,
  type Moved,
  momentBetween,
  type SeedBase,
  writeRecord,
} from "./record.ts";
import type { Seeker } from "./seeker.ts";
import type { Activity, ActivityBrief, Employer, Job, Named, Person, Place } from "./shapes.ts";
import { categoryNamed, stageType, WORKFLOW } from "./stages.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;
/** Jobs that one member brought in at once, so that many share a creation second. */
const BROUGHT_AT_ONCE = { from: 700, until: 740 };

interface HistorySize {
  readonly nowSeconds: number;
  readonly jobs: number;
  readonly activities: number;
}

/** What the seed gives at once, and the record of it that is written when someone first asks. */
type History = Pick<Organization, "jobs" | "briefs" | "activities" | "awkward"> & {
  readonly record: () => ActionRecord;
};

/** Tells what the members did: jobs, their ways through the stages, activities. */
export function seedJobs(
  dice: Dice,
  organization: SeedBase,
  seekers: readonly Seeker[],
  size: HistorySize,
): History {
  return new Historian(dice, organization, seekers, size).tell();
}

class Historian {
  private readonly drafts: Draft[] = [];
  private readonly activities: Activity[] = [];
  private readonly awkward: Record<string, string> = {};
  private readonly briefs: Organization["briefs"] = new Map();

  constructor(
    private readonly dice: Dice,
    private readonly organization: SeedBase,
    private readonly seekers: readonly Seeker[],
    private readonly size: HistorySize,
  ) {}

  tell(): History {
    this.makeJobs();
    this.makeManualActivities();
    for (const draft of this.drafts) {
      sortNewestFirst(draft.activities).reverse();
      draft.job.activities = draft.activities.map(activityBrief);
      setMilestones(draft.job, draft.activities);
    }
    return {
      briefs: this.briefs,
      jobs: sortNewestFirst(this.drafts.map((draft) => draft.job)),
      activities: sortNewestFirst(this.activities),
      awkward: this.awkward,
      record: () =>
        writeRecord({
          dice: this.dice,
          organization: this.organization,
          seekers: this.seekers,
          nowSeconds: this.size.nowSeconds,
          drafts: this.drafts,
          activities: this.activities,
          briefs: this.briefs,
        }),
    };
  }

  private makeJobs(): void {
    const patches = awkwardJobs();
    const step = Math.max(1, Math.floor(this.size.jobs / (patches.length + 1)));
    for (let index = 0; index < this.size.jobs; index++) {
      const atOnce =
        index > BROUGHT_AT_ONCE.from && index < BROUGHT_AT_ONCE.until
          ? this.drafts[BROUGHT_AT_ONCE.from]
          : undefined;
      const patch = index % step === step - 1 ? patches[(index - step + 1) / step] : undefined;
      const draft = this.makeJob(index, atOnce?.job, patch?.patch);
      if (patch !== undefined) this.awkward[patch.name] = draft.job.id;
      this.drafts.push(draft);
    }
  }

  private makeJob(
    index: number,
    like: Job | undefined,
    patch: Readonly<Record<string, unknown>> | undefined,
  ): Draft {
    const { dice } = this;
    const seeker = like
      ? (this.seekers.find(({ person }) => person === like.ownerMember) as Seeker)
      : dice.pick(this.seekers);
    const owner = seeker.person;
    const createdAt =
      like?.createdAt ?? this.someMoment(owner.createdAt + 2 * DAY, owner.createdAt + 200 * DAY);
    const creator = dice.chance(0.08) ? dice.pick(this.organization.advisors) : owner;
    const employer = this.someEmployer(index);
    const advert = someAdvert(dice);
    const firstStage = seeker.stages[dice.chance(0.2) ? 1 : 0] as string;
    const moves = this.someMoves(seeker.stages, firstStage, createdAt);
    const job: Job = {
      id: this.organization.ids.at(createdAt),
      title: someTitle(dice, seeker.programme),
      description: advert.text,
      htmlDescription: advert.html,
      ...(dice.chance(0.6) && { salary: someSalary(dice) }),
      ...(dice.chance(0.85) && {
        url: `https://jobs.example/${plainLetters(employer.name)}/${1_000 + index}`,
      }),
      location: dice.chance(0.8) ? this.somePlace(employer) : {},
      ...(dice.chance(0.25) && { deadline: createdAt + dice.between(3, 60) * DAY }),
      createdAt,
      ownerMember: owner,
      creatorMember: creator,
      employer,
      list: { name: moves.at(-1)?.to ?? firstStage },
      activities: [],
    };
    for (const [field, value] of Object.entries(patch ?? {})) {
      if (value === undefined) Reflect.deleteProperty(job, field);
      else Object.assign(job, { [field]: value });
    }
    this.briefs.set(job.id, briefOf(job));
    const draft: Draft = { job, creator, moves, firstStage, activities: [] };
    this.makeWorkflowActivity(draft, firstStage, createdAt);
    for (const move of moves) this.makeWorkflowActivity(draft, move.to, move.at);
    return draft;
  }

  /** Some employers are much sought after; in the beginning each gets one job, so that none is listed without. */
  private someEmployer(index: number): Employer {
    const { employers } = this.organization;
    const at = index < employers.length ? index : Math.floor(employers.length * this.dice.next() ** 1.8);
    return employers[at] as Employer;
  }

  private somePlace(employer: Employer): Place {
    const city = this.dice.pick(CITIES);
    return {
      address: `${this.dice.between(1, 2_999)} Main St, ${city.name}, ${city.region}`,
      name: employer.name,
      placeId: `ChIJ${employer.id.slice(-16)}`,
      id: `${employer.id}0b218b4adf86d215`,
      url: `https://maps.example/?cid=${this.dice.between(1_000_000, 9_999_999)}`,
      lat: city.lat.toFixed(7),
      lng: city.lng.toFixed(7),
    };
  }

  /** The way of a job along its board: on by a stage at a time, or out. */
  private someMoves(stages: readonly string[], firstStage: string, createdAt: number): Moved[] {
    const moves: Moved[] = [];
    const last = stages.length - 1;
    let stage = stages.indexOf(firstStage);
    let at = createdAt;
    while (stage < last - 1) {
      at += this.dice.between(HOUR, 12 * DAY);
      if (at > this.size.nowSeconds) break;
      const goesOn = this.dice.chance(stage === 0 ? 0.75 : 0.42);
      if (!goesOn && (stage === 0 || this.dice.chance(0.5))) break;
      const next = goesOn ? stage + 1 : last;
      moves.push({ from: stages[stage] as string, to: stages[next] as string, at });
      stage = next;
    }
    return moves;
  }

  private makeWorkflowActivity(draft: Draft, stage: string, at: number): void {
    const type = stageType(stage);
    if (type === undefined) return;
    const { title, category } = WORKFLOW[type];
    const brief: ActivityBrief = {
      id: this.organization.ids.at(at),
      title,
      completed: true,
      createdByWorkflow: true,
      startAt: at,
      completedAt: at,
      createdAt: at,
    };
    this.addActivity(brief, categoryNamed(category), draft, draft.job.ownerMember, undefined);
  }

  /** What people note down themselves, until there are as many activities as asked for; some belong to no job. */
  private makeManualActivities(): void {
    const { dice } = this;
    const missing = Math.max(0, this.size.activities - this.activities.length);
    for (let index = 0; index < missing; index++) {
      const draft = this.drafts.length > 0 && dice.chance(0.95) ? dice.pick(this.drafts) : undefined;
      const owner = draft?.job.ownerMember ?? dice.pick(this.seekers).person;
      const since = draft?.job.createdAt ?? owner.createdAt;
      const createdAt = this.someMoment(since, since + 45 * DAY);
      const picked = dice.pick<readonly [string, string]>(
        draft === undefined ? FREE_ACTIVITIES : JOB_ACTIVITIES,
      );
      const [category, title] = draft === undefined ? picked : likely(picked, draft);
      const startAt = createdAt + dice.between(-DAY, 7 * DAY);
      const completed = startAt < this.size.nowSeconds && dice.chance(0.8);
      const brief: ActivityBrief = {
        id: this.organization.ids.at(createdAt),
        title,
        ...(dice.chance(0.5) && { note: dice.chance(0.3) ? "" : this.someNote(index) }),
        completed,
        createdByWorkflow: false,
        ...(!dice.chance(0.03) && { startAt }),
        ...(dice.chance(0.3) && { endAt: startAt + HOUR }),
        // Some are ticked off without a date, which the text does not forbid.
        ...(completed && !dice.chance(0.02) && { completedAt: Math.max(createdAt, startAt) }),
        createdAt,
      };
      const creator = dice.chance(0.1) ? dice.pick(this.organization.advisors) : owner;
      this.addActivity(brief, categoryNamed(category), draft, owner, creator);
    }
  }

  private someNote(index: number): string {
    if (index % 97 === 0) return AWKWARD_NOTES[(index / 97) % AWKWARD_NOTES.length] as string;
    return this.dice.pick(["With Pete", "Bring the portfolio", "Ask about the team", "Call back on Monday"]);
  }

  private addActivity(
    brief: ActivityBrief,
    category: Named,
    draft: Draft | undefined,
    owner: Person,
    creator: Person | undefined,
  ): void {
    const activity: Activity = {
      ...brief,
      ownerMember: owner,
      ...(creator && { creatorMember: creator }),
      ...(draft && { job: this.briefs.get(draft.job.id) as NonNullable<Activity["job"]> }),
      ...(draft?.job.employer && { employer: draft.job.employer }),
      activityCategory: category,
    };
    this.activities.push(activity);
    draft?.activities.push(activity);
  }

  private someMoment(from: number, until: number): number {
    return momentBetween(this.dice, from, until, this.size.nowSeconds);
  }
}

const JOB_ACTIVITIES = [
  ["Follow Up", "Follow Up"],
  ["Send Thank You", "Send a thank you note"],
  ["Prep Resume", "Tailor the resume"],
  ["Prep Cover Letter", "Write the cover letter"],
  ["Reach Out", "Reach out to the hiring manager"],
  ["Prep for Interview", "Prep for Interviews"],
  ["Email", "Email the recruiter"],
  ["Phone Call", "Call back"],
  ["Send Availability", "Send availability"],
  ["Assignment", "Take-home assignment"],
  ["Rejected", "Rejected"],
  ["Application Withdrawn", "Withdrew"],
  ["Phone Interview", "Second call"],
] as const;

/** What makes no sense on the job as it is: nobody is called back, or turned down, before they applied. */
function likely(picked: readonly [string, string], { firstStage, moves }: Draft): readonly [string, string] {
  const types = [firstStage, ...moves.map(({ to }) => to)].map(stageType);
  const [category] = picked;
  const isOver = category === "Rejected" || category === "Application Withdrawn";
  if (types.includes("OFFER_ACCEPTED") && isOver) return ["Send Thank You", "Thank the recruiter"];
  if (types.includes("OFFER_RECEIVED") && category === "Application Withdrawn")
    return ["Decline Offer", "Declined the offer"];
  const needsApplication = isOver || category === "Phone Interview" || category === "Assignment";
  if (needsApplication && types.every((type) => type === undefined))
    return ["Reach Out", "Ask for a referral"];
  return picked;
}

const FREE_ACTIVITIES = [
  ["Networking Event", "Go to Networking Event"],
  ["Meeting", "Meet with advisor"],
  ["Get Reference", "Ask for a reference"],
  ["Other", "=TODAY()"],
] as const;
