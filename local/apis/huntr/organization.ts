import type { ObjectIds } from "../data/object-ids.ts";
import type {
  Action,
  Activity,
  Advisor,
  BoardTemplate,
  Candidate,
  Contact,
  CountedEmployer,
  Employer,
  Goal,
  InternalNote,
  Invitation,
  Job,
  JobBrief,
  JobPost,
  Member,
  MemberField,
  MemberGroup,
  Named,
  Note,
  OldEvent,
  Person,
  Tag,
} from "./shapes.ts";
import { INTERVIEW_CATEGORIES } from "./stages.ts";

/**
 * Everything that the sample's Huntr holds, each list as its call would give it: newest first. Objects are those of
 * the API, so that a test compares a sheet with them field by field. People and employers inside jobs, activities and
 * actions are shared; a job's brief is replaced when the job changes, so that older actions keep what they saw.
 */
export interface Organization {
  readonly ids: ObjectIds;
  /** The staff: creators of things, not members. */
  readonly advisors: readonly Person[];
  readonly members: Member[];
  /** Members and advisors as they appear inside other objects, by id. */
  readonly people: Map<string, Person>;
  readonly memberFields: MemberField[];
  readonly boardTemplates: readonly BoardTemplate[];
  readonly activityCategories: readonly Named[];
  readonly invitations: Invitation[];
  readonly employers: Employer[];
  readonly jobs: Job[];
  /** The present brief of each job, by its id. */
  readonly briefs: Map<string, JobBrief>;
  readonly activities: Activity[];
  readonly actions: Action[];
  readonly events: readonly OldEvent[];
  readonly notes: Map<string, { note: Note; jobId: string }>;
  readonly contacts: Map<string, { contact: Contact; jobIds: string[] }>;
  /** The awkward records: what is odd about it → the job's id. */
  readonly awkward: Readonly<Record<string, string>>;
  /** Null where the account is of the text of 2020. */
  readonly newer: Newer | null;
}

/** What Huntr has since the text of 2020. Lists are as their calls give them. */
export interface Newer {
  readonly ids: ObjectIds;
  readonly advisors: readonly Advisor[];
  readonly memberGroups: readonly MemberGroup[];
  readonly tags: Tag[];
  readonly goals: readonly Goal[];
  readonly candidates: readonly Candidate[];
  readonly jobPosts: JobPost[];
  readonly internalNotes: InternalNote[];
  /** Who was enrolled in which goal: no call tells. */
  readonly enrollments: { readonly goalId: string; readonly memberId: string }[];
  /** Whom invitations give to which advisor, by address: no answer tells. */
  readonly advised: Map<string, string>;
  /** Who was sent which post by mail: no call tells, but each delivery makes a job. */
  readonly deliveries: { readonly jobPostId: string; readonly memberId: string }[];
}

export function briefOf(job: Job): JobBrief {
  const brief: JobBrief = { id: job.id, createdAt: job.createdAt };
  if (job.title !== undefined) brief.title = job.title;
  if (job.salary !== undefined) brief.salary = job.salary;
  if (job.url !== undefined) brief.url = job.url;
  if (job.location !== undefined) brief.location = job.location;
  return brief;
}

/** The activities' milestones, which a job shows beside the list of all of them. */
export function setMilestones(job: Job, activities: readonly Activity[]): void {
  const first = (name: string) => activities.find((activity) => activity.activityCategory.name === name);
  const brief = (activity: Activity | undefined) => job.activities.find((entry) => entry.id === activity?.id);
  delete job.interviewActivities;
  delete job.applicationActivity;
  delete job.offerActivity;
  delete job.offerAcceptedActivity;
  const interviews = activities.filter((activity) =>
    INTERVIEW_CATEGORIES.has(activity.activityCategory.name),
  );
  if (interviews.length > 0) {
    const ids = new Set(interviews.map((activity) => activity.id));
    job.interviewActivities = job.activities.filter((activity) => ids.has(activity.id));
  }
  const application = brief(first("Apply"));
  if (application !== undefined) job.applicationActivity = application;
  const offer = brief(first("Offer Received"));
  if (offer !== undefined) job.offerActivity = offer;
  const accepted = brief(first("Accept Offer"));
  if (accepted !== undefined) job.offerAcceptedActivity = accepted;
}

/** The employers with what their jobs add up to now. */
export function countedEmployers(organization: Organization): CountedEmployer[] {
  const counted = new Map<string, CountedEmployer>();
  for (const employer of organization.employers) {
    counted.set(employer.id, {
      ...employer,
      jobCount: 0,
      applicationCount: 0,
      interviewCount: 0,
      offerCount: 0,
    });
  }
  for (const job of organization.jobs) {
    const employer = job.employer && counted.get(job.employer.id);
    if (!employer) continue;
    employer.jobCount++;
    if (job.applicationActivity) employer.applicationCount++;
    employer.interviewCount += job.interviewActivities?.length ?? 0;
    if (job.offerActivity) employer.offerCount++;
  }
  return [...counted.values()];
}
