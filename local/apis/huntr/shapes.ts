/** Huntr's objects as its Organization API shows them. Times are Unix seconds, ids 24 hex digits. */

export interface Person {
  readonly id: string;
  readonly givenName: string;
  familyName?: string;
  readonly email: string;
  readonly createdAt: number;
  isActive: boolean;
}

export interface FieldValue {
  readonly fieldId: string;
  readonly value: unknown;
}

export interface Member extends Person {
  memberFieldValues: FieldValue[];
  // Of newer accounts.
  lastSeenAt?: number;
  advisor?: Advisor;
  boardIds?: readonly string[];
}

export interface Advisor {
  readonly id: string;
  readonly fullName: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string;
  readonly createdAt: number;
  readonly lastSeenAt: number;
}

export interface MemberGroup {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly createdAt: number;
}

export interface Tag {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly color: string;
  readonly targetObjects: readonly string[];
}

export interface Goal {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly scheduleType: "RECURRING" | "ONE_TIME";
  readonly currentGoalInterval?: { readonly id: string };
  readonly [field: string]: unknown;
}

/** As its own call shows it; the listing has the first five fields. */
export interface Candidate {
  readonly id: string;
  readonly memberId: string;
  readonly firstName: string;
  readonly lastName?: string;
  readonly email: string;
  readonly createdAt: number;
  readonly [field: string]: unknown;
}

export interface JobPost {
  readonly id: string;
  readonly title: string;
  readonly employer?: Employer;
  readonly jobPostStatus: { readonly name: string };
  readonly createdAt: number;
  readonly [field: string]: unknown;
}

export interface InternalNote {
  readonly id: string;
  readonly text: string;
  readonly htmlText: string;
  readonly memberId: string;
}

export const FIELD_TYPES = ["MULTIPLE_CHOICE", "MULTIPLE_SELECT", "TEXT", "NUMBER", "DATE"] as const;

export interface MemberField {
  readonly id: string;
  readonly name: string;
  readonly fieldType: (typeof FIELD_TYPES)[number];
  readonly choices?: readonly string[];
}

export interface BoardTemplate {
  readonly id: string;
  readonly name: string;
  readonly isDefault: boolean;
  readonly listTemplates: readonly Named[];
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface Place {
  address?: string;
  name?: string;
  placeId?: string;
  id?: string;
  url?: string;
  lat?: string;
  lng?: string;
}

export interface Employer {
  readonly id: string;
  name: string;
  domain?: string;
  foundedYear?: number;
  isPartner: boolean;
  description?: string;
  location?: string;
}

/** An employer as its own listing shows it. */
export interface CountedEmployer extends Employer {
  jobCount: number;
  applicationCount: number;
  interviewCount: number;
  offerCount: number;
}

/** A job as it appears inside activities and actions. */
export interface JobBrief {
  readonly id: string;
  title?: string;
  salary?: string;
  url?: string;
  location?: Place;
  readonly createdAt: number;
}

/** An activity as it appears inside jobs and actions. */
export interface ActivityBrief {
  readonly id: string;
  title: string;
  note?: string;
  completed: boolean;
  readonly createdByWorkflow: boolean;
  startAt?: number;
  endAt?: number;
  completedAt?: number;
  readonly createdAt: number;
}

export interface Activity extends ActivityBrief {
  readonly ownerMember: Person;
  readonly creatorMember?: Person;
  job?: JobBrief;
  employer?: Employer;
  readonly activityCategory: Named;
}

export interface Job {
  readonly id: string;
  title?: string;
  description?: string;
  htmlDescription?: string;
  salary?: string;
  url?: string;
  location?: Place;
  deadline?: number;
  readonly createdAt: number;
  readonly ownerMember: Person;
  readonly creatorMember?: Person;
  employer?: Employer;
  list?: { readonly id?: string; readonly name: string };
  // Of newer accounts.
  boardId?: string;
  listId?: string;
  jobPost?: JobPost;
  activities: ActivityBrief[];
  interviewActivities?: ActivityBrief[];
  applicationActivity?: ActivityBrief;
  offerActivity?: ActivityBrief;
  offerAcceptedActivity?: ActivityBrief;
}

export interface Note {
  readonly id: string;
  readonly text: string;
}

export interface Contact {
  readonly id: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly title?: string;
  readonly location?: string;
  readonly profiles?: Readonly<Record<string, string>>;
}

export interface Invitation {
  readonly id: string;
  readonly toEmail: string;
  readonly boardName?: string;
  readonly to?: Omit<Person, "isActive">;
  readonly boardTemplate?: Omit<BoardTemplate, "isDefault">;
  readonly memberFieldValues: readonly FieldValue[];
  readonly createdAt: number;
}

export type ActionType =
  | `MEMBER_${"CREATED" | "UPDATED" | "DELETED" | "DEACTIVATED"}`
  | `JOB_${"CREATED" | "UPDATED" | "DELETED" | "MOVED"}`
  | `${"ACTIVITY" | "NOTE" | "CONTACT"}_${"CREATED" | "UPDATED" | "DELETED"}`
  | `ORGANIZATION_COMPANY_${"CREATED" | "UPDATED"}`
  | `${"JOB_POST" | "DOCUMENT"}_${"CREATED" | "UPDATED" | "DELETED"}`
  | "BULK_JOB_POST_UPDATED"
  | `GOAL_${"CREATED" | "UPDATED" | "ENROLLMENT_CREATED" | "ENROLLMENT_CONCLUDED"}`
  | `GOAL_PROGRESS_${"UPDATED" | "COMPLETED" | "INCOMPLETE" | "IN_PROGRESS" | "UNENROLLED"}`
  | `ORGANIZATION_EMPLOYER_REQUEST_${"CREATED" | "VERIFIED" | "APPROVED" | "DECLINED"}`
  | "ORGANIZATION_EMPLOYER_PARTNERSHIP_CREATED"
  | "CANDIDATE_PROFILE_VIEWED"
  | "CANDIDATE_SEARCH_RAN"
  | "ORGANIZATION_TALENT_PORTAL_ACCESSED";

export interface Action {
  readonly id: string;
  readonly actionType: ActionType;
  readonly date: number;
  /** Missing where the newer kinds of actions have none. */
  readonly ownerMember?: Person;
  readonly creatorMember: Person;
  readonly job?: JobBrief;
  readonly jobs?: readonly JobBrief[];
  readonly employer?: Employer;
  readonly employers?: readonly Employer[];
  readonly activity?: ActivityBrief;
  readonly activityCategory?: Named;
  readonly note?: Note;
  readonly contact?: Contact;
  readonly fromList?: { readonly name: string };
  readonly toList?: { readonly name: string };
  readonly member?: Person;
  readonly organizationInvitation?: Invitation;
  readonly update?: Readonly<Record<string, unknown>>;
  readonly createdByWorkflow: boolean;
  readonly createdAt: number;
  readonly jobId?: string;
  readonly employerId?: string;
  readonly activityId?: string;
  readonly noteId?: string;
  readonly contactId?: string;
  readonly documentId?: string;
  /** What the newer kinds carry. */
  readonly goalEnrollment?: { readonly id: string };
  readonly goalProgress?: { readonly id: string };
  readonly document?: { readonly id: string };
  readonly organizationEmployerRequest?: { readonly id: string };
}

/** The deprecated kind of happening, in Huntr's words an Event. */
export interface OldEvent {
  readonly id: string;
  readonly eventType: string;
  readonly date?: number;
  readonly createdAt: number;
  readonly member: Omit<Person, "isActive">;
  readonly job: JobBrief & Record<string, unknown>;
  readonly toList?: { readonly name: string };
  readonly fromList?: { readonly name: string };
}
