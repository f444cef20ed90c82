import { AWKWARD_NOTES } from "../data/awkward.ts";
import type { Dice } from "../data/dice.ts";
import { sortNewestFirst } from "../data/object-ids.ts";
import { plainLetters, someName } from "../data/people.ts";
import { activityBrief, makeAction } from "./actions.ts";
import { briefOf, type Organization } from "./organization.ts";
import type { Seeker } from "./seeker.ts";
import type { Action, ActionType, Activity, Job, OldEvent, Person } from "./shapes.ts";
import { categoryNamed } from "./stages.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** The actions, and what appears in nothing but actions. */
export type ActionRecord = Pick<Organization, "actions" | "events" | "notes" | "contacts">;

/** What must be there before the first job. */
export type SeedBase = Pick<Organization, "ids" | "advisors" | "employers">;

export interface Moved {
  readonly from: string;
  readonly to: string;
  readonly at: number;
}

/** A job while its story is being told. */
export interface Draft {
  readonly job: Job;
  readonly creator: Person;
  readonly moves: Moved[];
  readonly firstStage: string;
  readonly activities: Activity[];
}

/** All that happened to jobs and activities, to be written down. */
export interface Told {
  readonly dice: Dice;
  readonly organization: SeedBase;
  readonly seekers: readonly Seeker[];
  readonly drafts: readonly Draft[];
  readonly activities: readonly Activity[];
  readonly briefs: Organization["briefs"];
  readonly nowSeconds: number;
}

/** Writes an action for each happening; notes, contacts and what was deleted again come in here for the first time. */
export function writeRecord(told: Told): ActionRecord {
  return new Recorder(told).write();
}

/** A second between two, but none that is still to come. */
export function momentBetween(dice: Dice, from: number, until: number, nowSeconds: number): number {
  const end = Math.min(until, nowSeconds);
  return end <= from ? end : dice.between(from, end);
}

class Recorder {
  private readonly actions: Action[] = [];
  private readonly notes: Organization["notes"] = new Map();
  private readonly contacts: Organization["contacts"] = new Map();

  constructor(private readonly told: Told) {}

  write(): ActionRecord {
    for (const draft of this.told.drafts) this.recordJob(draft);
    for (const activity of this.told.activities) this.recordActivity(activity);
    this.makeNotes();
    this.makeContacts();
    this.makeDeletions();
    this.recordMembersAndCompanies();
    const actions = sortNewestFirst(this.actions);
    return { actions, events: this.oldEvents(), notes: this.notes, contacts: this.contacts };
  }

  private recordJob({ job, creator, moves, firstStage }: Draft): void {
    const of = { job: this.told.briefs.get(job.id), employer: job.employer };
    this.record("JOB_CREATED", job.createdAt, job.ownerMember, creator, {
      ...of,
      toList: { name: firstStage },
      jobId: job.id,
    });
    for (const { from, to, at } of moves) {
      const lists = { fromList: { name: from }, toList: { name: to } };
      this.record("JOB_MOVED", at, job.ownerMember, job.ownerMember, { ...of, ...lists, jobId: job.id });
    }
    if (job.salary === undefined || !this.told.dice.chance(0.08)) return;
    const at = this.someMoment(job.createdAt, job.createdAt + DAY);
    this.record("JOB_UPDATED", at, job.ownerMember, job.ownerMember, {
      ...of,
      update: { salary: job.salary },
      jobId: job.id,
    });
  }

  private recordActivity(activity: Activity): void {
    const { ownerMember, creatorMember, activityCategory, job, employer } = activity;
    const brief = activityBrief(activity);
    const creator = creatorMember ?? ownerMember;
    const of = { job, employer, activity: brief, activityCategory, jobId: job?.id, activityId: activity.id };
    const byWorkflow = activity.createdByWorkflow;
    this.record("ACTIVITY_CREATED", activity.createdAt, ownerMember, creator, of, byWorkflow);
    if (byWorkflow || activity.completedAt === undefined || activity.completedAt > this.told.nowSeconds)
      return;
    if (!this.told.dice.chance(0.1)) return;
    const update = { completed: true, completedAt: activity.completedAt };
    this.record("ACTIVITY_UPDATED", activity.completedAt, ownerMember, ownerMember, { ...of, update });
  }

  private makeNotes(): void {
    for (let index = 0; index < this.told.drafts.length * 0.08; index++) {
      const { job } = this.told.dice.pick(this.told.drafts);
      const at = this.someMoment(job.createdAt, job.createdAt + 30 * DAY);
      const text = index % 9 === 4 ? this.told.dice.pick(AWKWARD_NOTES) : this.told.dice.pick(NOTES);
      const note = { id: this.told.organization.ids.at(at), text };
      const of = {
        job: this.told.briefs.get(job.id),
        employer: job.employer,
        jobId: job.id,
        noteId: note.id,
      };
      this.record("NOTE_CREATED", at, job.ownerMember, job.ownerMember, { ...of, note });
      const later = this.someMoment(at, at + 5 * DAY);
      if (index % 12 === 5) {
        this.record("NOTE_DELETED", later, job.ownerMember, job.ownerMember, of);
        continue;
      }
      const kept = index % 7 === 3 ? { ...note, text: `${text} (they wrote back)` } : note;
      if (kept !== note)
        this.record("NOTE_UPDATED", later, job.ownerMember, job.ownerMember, { ...of, note: kept });
      this.notes.set(note.id, { note: kept, jobId: job.id });
    }
  }

  private makeContacts(): void {
    for (let index = 0; index < this.told.drafts.length * 0.04; index++) {
      const { job } = this.told.dice.pick(this.told.drafts);
      const at = this.someMoment(job.createdAt, job.createdAt + 30 * DAY);
      const name = someName(this.told.dice);
      const handle = plainLetters(name.givenName + name.familyName);
      const contact = {
        id: this.told.organization.ids.at(at),
        firstName: name.givenName,
        ...(index % 6 !== 2 && { lastName: name.familyName }),
        ...(index % 5 !== 1 && { email: `${handle}@${job.employer?.domain ?? "mail.example"}` }),
        title: this.told.dice.pick(["HR Manager", "Recruiter", "Team Lead", "@recruiting"]),
        location: "Seattle, WA USA",
        ...(index % 2 === 0 && { profiles: { linkedin: handle, github: handle } }),
      };
      const jobs = [this.told.briefs.get(job.id)];
      const of = { jobs, employers: job.employer ? [job.employer] : [], contactId: contact.id };
      this.record("CONTACT_CREATED", at, job.ownerMember, job.ownerMember, { ...of, contact });
      const later = this.someMoment(at, at + 5 * DAY);
      if (index % 10 === 4) {
        this.record("CONTACT_DELETED", later, job.ownerMember, job.ownerMember, { contactId: contact.id });
        continue;
      }
      this.contacts.set(contact.id, { contact, jobIds: [job.id] });
      if (index % 10 !== 7) continue;
      const update = { title: contact.title };
      this.record("CONTACT_UPDATED", later, job.ownerMember, job.ownerMember, { ...of, contact, update });
    }
  }

  /** Jobs and activities that came and went: only their actions are left. */
  private makeDeletions(): void {
    for (let index = 0; index < this.told.drafts.length / 75; index++) {
      const { job: like } = this.told.dice.pick(this.told.drafts);
      const at = this.someMoment(like.createdAt, like.createdAt + 20 * DAY);
      const { employer, ownerMember: owner } = like;
      const job = {
        id: this.told.organization.ids.at(at),
        title: "Added by mistake",
        location: {},
        createdAt: at,
      };
      const toList = { name: like.list?.name ?? "Wishlist" };
      this.record("JOB_CREATED", at, owner, owner, { job, employer, toList, jobId: job.id });
      this.record("JOB_DELETED", this.someMoment(at, at + HOUR), owner, owner, { employer, jobId: job.id });
    }
    for (let index = 0; index < this.told.drafts.length / 100; index++) {
      const { job: like } = this.told.dice.pick(this.told.drafts);
      const { employer, ownerMember: owner } = like;
      const at = this.someMoment(like.createdAt, like.createdAt + 20 * DAY);
      const job = this.told.briefs.get(like.id);
      const activityCategory = categoryNamed("Meeting");
      const activity = {
        title: "Coffee",
        completed: false,
        createdByWorkflow: false,
        startAt: at + DAY,
        createdAt: at,
      };
      const activityId = this.told.organization.ids.at(at);
      const of = { job, employer, activityCategory, jobId: like.id, activityId };
      this.record("ACTIVITY_CREATED", at, owner, owner, { ...of, activity: { id: activityId, ...activity } });
      this.record("ACTIVITY_DELETED", this.someMoment(at, at + DAY), owner, owner, of);
    }
  }

  private recordMembersAndCompanies(): void {
    for (const { person } of this.told.seekers) {
      const invitedAt = person.createdAt - this.told.dice.between(HOUR, 5 * DAY);
      const organizationInvitation = {
        id: this.told.organization.ids.at(invitedAt),
        toEmail: person.email,
        boardName: "Job Search",
        memberFieldValues: [],
        createdAt: invitedAt,
      };
      this.record("MEMBER_CREATED", person.createdAt, person, person, {
        member: person,
        organizationInvitation,
      });
    }
    const advisor = this.told.organization.advisors[0] as Person;
    const partners = this.told.organization.employers.filter((employer) => employer.isPartner);
    for (const [index, employer] of partners.slice(0, 12).entries()) {
      const at = this.told.nowSeconds - (400 - index * 20) * DAY;
      const of = { employer, employerId: employer.id };
      this.record("ORGANIZATION_COMPANY_CREATED", at, advisor, advisor, of);
      if (index % 2 === 1) continue;
      this.record("ORGANIZATION_COMPANY_UPDATED", at + DAY, advisor, advisor, {
        ...of,
        update: { isPartner: true },
      });
    }
  }

  private record(
    actionType: ActionType,
    at: number,
    ownerMember: Person,
    creatorMember: Person,
    rest: Readonly<Record<string, unknown>>,
    createdByWorkflow = false,
  ): void {
    const id = this.told.organization.ids.at(at);
    this.actions.push(makeAction(id, actionType, at, ownerMember, creatorMember, rest, createdByWorkflow));
  }

  /** The deprecated listing still shows the oldest jobs' story, told in the old way. */
  private oldEvents(): OldEvent[] {
    const events: OldEvent[] = [];
    const oldest = sortNewestFirst(this.told.drafts.map((draft) => ({ id: draft.job.id, draft }))).slice(-80);
    for (const { draft } of oldest) {
      const { job } = draft;
      const dates = oldDates(draft);
      const brief = { ...(this.told.briefs.get(job.id) ?? briefOf(job)), ...dates };
      const { isActive: _, ...member } = job.ownerMember;
      const add = (eventType: string, at: number, rest: object) =>
        events.push({
          id: this.told.organization.ids.at(at),
          eventType,
          createdAt: at,
          member,
          job: brief,
          ...rest,
        });
      add("JOB_ADDED", job.createdAt, { toList: { name: draft.firstStage } });
      for (const move of draft.moves) {
        add("JOB_MOVED", move.at, { toList: { name: move.to }, fromList: { name: move.from } });
      }
      for (const [field, date] of Object.entries(dates)) {
        add(OLD_EVENT_TYPES[field] as string, date + 1, { date });
      }
    }
    return sortNewestFirst(events);
  }

  private someMoment(from: number, until: number): number {
    return momentBetween(this.told.dice, from, until, this.told.nowSeconds);
  }
}

const OLD_EVENT_TYPES: Readonly<Record<string, string>> = {
  applicationDate: "JOB_APPLICATION_DATE_SET",
  firstInterviewDate: "JOB_FIRST_INTERVIEW_DATE_SET",
  secondInterviewDate: "JOB_SECOND_INTERVIEW_DATE_SET",
  offerDate: "JOB_OFFER_DATE_SET",
};

function oldDates({ job }: Draft): Record<string, number> {
  const dates: Record<string, number | undefined> = {
    applicationDate: job.applicationActivity?.startAt,
    firstInterviewDate: job.interviewActivities?.[0]?.startAt,
    secondInterviewDate: job.interviewActivities?.[1]?.startAt,
    offerDate: job.offerActivity?.startAt,
  };
  const known = Object.entries(dates).filter((entry): entry is [string, number] => entry[1] !== undefined);
  return Object.fromEntries(known);
}

const NOTES = [
  "Great Interview",
  "They want a portfolio.",
  "Half technical, half culture fit.",
  "Salary is open.",
];
