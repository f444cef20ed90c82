import { findById, indexOfId, insertById } from "../data/object-ids.ts";
import { activityBrief, makeAction } from "./actions.ts";
import { idOfText } from "./newer.ts";
import { briefOf, type Newer, type Organization, setMilestones } from "./organization.ts";
import { withoutActive, withoutDefault } from "./seed.ts";
import type {
  ActionType,
  Activity,
  ActivityBrief,
  Contact,
  Employer,
  FieldValue,
  InternalNote,
  Invitation,
  Job,
  JobPost,
  Member,
  MemberField,
  Note,
  Person,
  Place,
  Tag,
} from "./shapes.ts";
import { categoryNamed, stageType, WORKFLOW } from "./stages.ts";

/** Where a change happens: the organisation as it is, and the time, Unix seconds. */
export interface Scene {
  readonly organization: Organization;
  readonly at: number;
  /** What becomes of a member is told; else only that one joined. */
  readonly tellsMembers?: boolean;
}

export interface JobFields {
  title?: string;
  description?: string;
  htmlDescription?: string;
  salary?: string;
  url?: string;
  location?: Place;
  deadline?: number;
}

export interface ActivityFields {
  title?: string;
  note?: string;
  completed?: boolean;
  startAt?: number;
  endAt?: number;
  completedAt?: number;
}

/**
 * Everything that can happen to the organisation, each with the Action that Huntr would record. Members are named by
 * their id, employers by theirs; the arguments are JSON, so that a list of changes can be kept and done again.
 */
export const CHANGES = {
  createJob(
    scene: Scene,
    fields: JobFields & {
      owner: string;
      creator?: string;
      employer?: string;
      stage?: string;
      jobPostId?: string;
    },
  ): Job {
    const { organization, at } = scene;
    const { owner, creator, employer: employerId, stage = "Wishlist", jobPostId, ...rest } = fields;
    const jobPost =
      jobPostId === undefined ? undefined : held(newerOf(organization).jobPosts, jobPostId, "job post");
    const ownerMember = personOf(organization, owner);
    const employer =
      employerId === undefined ? undefined : held(organization.employers, employerId, "employer");
    const job: Job = {
      id: organization.ids.at(at),
      title: "No Job Title",
      location: {},
      ...rest,
      createdAt: at,
      ownerMember,
      creatorMember: creator === undefined ? ownerMember : personOf(organization, creator),
      ...(employer && { employer }),
      ...(jobPost && { jobPost }),
      ...stageOf(organization, ownerMember, stage),
      activities: [],
    };
    insertById(organization.jobs, job);
    organization.briefs.set(job.id, briefOf(job));
    record(scene, "JOB_CREATED", job, job.creatorMember ?? ownerMember, { toList: { name: stage }, jobPost });
    runWorkflow(scene, job, stage);
    return held(organization.jobs, job.id, "job");
  },

  updateJob(scene: Scene, id: string, patch: JobFields): Job {
    const { organization } = scene;
    const job = { ...held(organization.jobs, id, "job"), ...patch };
    const brief = briefOf(job);
    organization.jobs[indexOfId(organization.jobs, id)] = job;
    organization.briefs.set(id, brief);
    for (const activity of organization.activities) if (activity.job?.id === id) activity.job = brief;
    record(scene, "JOB_UPDATED", job, job.ownerMember, { update: patch });
    return job;
  },

  moveJob(scene: Scene, id: string, stage: string): Job {
    const { organization } = scene;
    const job = held(organization.jobs, id, "job");
    const to = stageOf(organization, job.ownerMember, stage);
    organization.jobs[indexOfId(organization.jobs, id)] = { ...job, ...to };
    const lists = {
      ...(job.list && { fromList: { name: job.list.name } }),
      toList: { name: stage },
      ...(to.listId && { boardId: to.boardId, fromListId: job.listId, toListId: to.listId }),
    };
    record(scene, "JOB_MOVED", job, job.ownerMember, lists);
    runWorkflow(scene, job, stage);
    return held(organization.jobs, id, "job");
  },

  /** Takes the job's activities, notes and contacts' links with it, each activity with an action of its own. */
  deleteJob(scene: Scene, id: string): void {
    const { organization } = scene;
    const job = held(organization.jobs, id, "job");
    for (const activity of organization.activities.filter((entry) => entry.job?.id === id)) {
      removeActivity(scene, activity, true);
    }
    for (const [noteId, entry] of organization.notes)
      if (entry.jobId === id) organization.notes.delete(noteId);
    organization.jobs.splice(indexOfId(organization.jobs, id), 1);
    const { ownerMember, employer } = job;
    organization.briefs.delete(id);
    act(scene, "JOB_DELETED", ownerMember, ownerMember, { employer, jobId: id });
  },

  createActivity(
    scene: Scene,
    fields: ActivityFields & { category: string; job?: string; owner?: string; creator?: string },
  ): Activity {
    const { organization, at } = scene;
    const { category, job: jobId, owner, creator, ...rest } = fields;
    const job = jobId === undefined ? undefined : held(organization.jobs, jobId, "job");
    const ownerMember = job?.ownerMember ?? personOf(organization, owner ?? "");
    const creatorMember = creator === undefined ? ownerMember : personOf(organization, creator);
    const brief = { id: organization.ids.at(at), title: category, completed: false, ...rest };
    return addActivity(
      scene,
      { ...brief, createdByWorkflow: false, createdAt: at },
      category,
      job,
      ownerMember,
      creatorMember,
    );
  },

  updateActivity(scene: Scene, id: string, patch: ActivityFields): Activity {
    const { organization } = scene;
    const activity: Activity = { ...held(organization.activities, id, "activity"), ...patch };
    organization.activities[indexOfId(organization.activities, id)] = activity;
    refreshJob(organization, activity.job?.id);
    const of = { ...activityLinks(activity), activity: activityBrief(activity), update: patch };
    act(scene, "ACTIVITY_UPDATED", activity.ownerMember, activity.ownerMember, of);
    return activity;
  },

  deleteActivity(scene: Scene, id: string): void {
    removeActivity(scene, held(scene.organization.activities, id, "activity"), false);
  },

  createNote(scene: Scene, jobId: string, text: string): Note {
    const { organization, at } = scene;
    const job = held(organization.jobs, jobId, "job");
    const note: Note = { id: organization.ids.at(at), text };
    organization.notes.set(note.id, { note, jobId });
    record(scene, "NOTE_CREATED", job, job.ownerMember, { note, noteId: note.id });
    return note;
  },

  updateNote(scene: Scene, id: string, text: string): Note {
    const { organization } = scene;
    const entry = heldIn(organization.notes, id, "note");
    const note: Note = { id, text };
    organization.notes.set(id, { ...entry, note });
    const job = held(organization.jobs, entry.jobId, "job");
    record(scene, "NOTE_UPDATED", job, job.ownerMember, { note, noteId: id });
    return note;
  },

  deleteNote(scene: Scene, id: string): void {
    const { jobId } = heldIn(scene.organization.notes, id, "note");
    scene.organization.notes.delete(id);
    const job = held(scene.organization.jobs, jobId, "job");
    record(scene, "NOTE_DELETED", job, job.ownerMember, { noteId: id });
  },

  createContact(scene: Scene, jobIds: string[], fields: Omit<Contact, "id">): Contact {
    const { organization, at } = scene;
    const owner = held(organization.jobs, jobIds[0] ?? "", "job").ownerMember;
    const contact: Contact = { id: organization.ids.at(at), ...fields };
    organization.contacts.set(contact.id, { contact, jobIds });
    act(scene, "CONTACT_CREATED", owner, owner, {
      ...contactLinks(organization, jobIds),
      contact,
      contactId: contact.id,
    });
    return contact;
  },

  updateContact(scene: Scene, id: string, patch: Omit<Contact, "id">): Contact {
    const { organization } = scene;
    const entry = heldIn(organization.contacts, id, "contact");
    const contact: Contact = { ...entry.contact, ...patch };
    organization.contacts.set(id, { ...entry, contact });
    const owner = contactOwner(organization, entry.jobIds);
    const of = { ...contactLinks(organization, entry.jobIds), contact, update: patch, contactId: id };
    act(scene, "CONTACT_UPDATED", owner, owner, of);
    return contact;
  },

  deleteContact(scene: Scene, id: string): void {
    const { jobIds } = heldIn(scene.organization.contacts, id, "contact");
    scene.organization.contacts.delete(id);
    const owner = contactOwner(scene.organization, jobIds);
    act(scene, "CONTACT_DELETED", owner, owner, { contactId: id });
  },

  createEmployer(scene: Scene, fields: { name: string } & Partial<Omit<Employer, "id">>): Employer {
    const { organization, at } = scene;
    const employer: Employer = { id: organization.ids.at(at), isPartner: false, ...fields };
    insertById(organization.employers, employer);
    const advisor = someAdvisor(organization);
    act(scene, "ORGANIZATION_COMPANY_CREATED", advisor, advisor, { employer, employerId: employer.id });
    return employer;
  },

  updateEmployer(scene: Scene, id: string, patch: Partial<Omit<Employer, "id">>): Employer {
    const employer = Object.assign(held(scene.organization.employers, id, "employer"), patch);
    const advisor = someAdvisor(scene.organization);
    act(scene, "ORGANIZATION_COMPANY_UPDATED", advisor, advisor, { employer, employerId: id, update: patch });
    return employer;
  },

  /** The invited person joins: the invitation is pending no more, and there is a new member. */
  acceptInvitation(scene: Scene, id: string, name: { givenName: string; familyName: string }): Member {
    const { organization, at } = scene;
    const organizationInvitation = held(organization.invitations, id, "invitation");
    organization.invitations.splice(indexOfId(organization.invitations, id), 1);
    const person: Person = {
      id: organization.ids.at(at),
      ...name,
      email: organizationInvitation.toEmail,
      createdAt: at,
      isActive: true,
    };
    const member: Member = { ...person, memberFieldValues: [...organizationInvitation.memberFieldValues] };
    organization.people.set(person.id, person);
    insertById(organization.members, member);
    act(scene, "MEMBER_CREATED", person, person, { member: person, organizationInvitation });
    return member;
  },

  /** As an advisor deactivates a member, which is told where anything of members is; that one is active again never. */
  setMemberActive(scene: Scene, id: string, isActive: boolean): Member {
    const { organization } = scene;
    const member = held(organization.members, id, "member");
    const wasActive = member.isActive;
    member.isActive = isActive;
    personOf(organization, id).isActive = isActive;
    if (wasActive && !isActive) tellOf(scene, "MEMBER_DEACTIVATED", personOf(organization, id));
    return member;
  },

  /** Nothing tells it. */
  renameMember({ organization }: Scene, id: string, givenName: string): Member {
    const member: Member = { ...held(organization.members, id, "member"), givenName };
    organization.members[indexOfId(organization.members, id)] = member;
    return member;
  },

  /** Only out of the listing of members: what becomes of the jobs no text says. */
  deleteMember(scene: Scene, id: string): void {
    const { organization } = scene;
    organization.members.splice(indexOfId(organization.members, id), 1);
    tellOf(scene, "MEMBER_DELETED", personOf(organization, id));
  },

  /** null takes the value away. */
  setFieldValue(scene: Scene, memberId: string, fieldId: string, value: unknown): Member {
    const { organization } = scene;
    const member = held(organization.members, memberId, "member");
    const at = member.memberFieldValues.findIndex((entry) => entry.fieldId === fieldId);
    const values = [...member.memberFieldValues];
    const replacement = value === null ? [] : [{ fieldId, value }];
    values.splice(at < 0 ? values.length : at, at < 0 ? 0 : 1, ...replacement);
    const changed: Member = { ...member, memberFieldValues: values };
    organization.members[indexOfId(organization.members, memberId)] = changed;
    tellOf(scene, "MEMBER_UPDATED", personOf(organization, memberId), { memberFieldValues: values });
    return changed;
  },

  createMemberField({ organization, at }: Scene, fields: Omit<MemberField, "id">): MemberField {
    const field: MemberField = { id: organization.ids.at(at), ...fields };
    organization.memberFields.push(field);
    return field;
  },

  createInternalNote(
    { organization, at }: Scene,
    fields: { memberId: string; htmlText: string },
  ): InternalNote {
    const { internalNotes, ids } = newerOf(organization);
    const { memberId, htmlText } = fields;
    const text = htmlText
      .replace(/<br\s*\/?>/g, "\n")
      .replace(/<[^>]*>/g, "")
      .replace(/&lt;/g, "<")
      .replace(/&gt;/g, ">")
      .replace(/&amp;/g, "&");
    const note: InternalNote = { id: ids.at(at), text, htmlText, memberId };
    insertById(internalNotes, note);
    return note;
  },

  enroll(scene: Scene, goalId: string, memberId: string): { id: string; goalId: string; status: string } {
    const { organization, at } = scene;
    const { goals, enrollments, ids } = newerOf(organization);
    const goal = goals.find(({ id }) => id === goalId);
    if (!goal) throw new RangeError(`the sample has no goal ${goalId}`);
    const ownerMember = personOf(organization, memberId);
    const goalEnrollment = { id: ids.at(at), goalId, status: "ACTIVE", ownerMember };
    enrollments.push({ goalId, memberId });
    act(scene, "GOAL_ENROLLMENT_CREATED", ownerMember, someAdvisor(organization), { goal, goalEnrollment });
    return goalEnrollment;
  },

  createTag({ organization, at }: Scene, fields: Omit<Tag, "id">): Tag {
    const { tags, ids } = newerOf(organization);
    const tag: Tag = { id: ids.at(at), ...fields };
    tags.push(tag);
    return tag;
  },

  createJobPost(scene: Scene, fields: Record<string, unknown>): JobPost {
    const { organization, at } = scene;
    const { jobPosts, tags, ids } = newerOf(organization);
    const { employer: given, employerId, jobPostStatusName, tagIds = [], title, ...rest } = fields;
    const { domain, name } = (given ?? {}) as { domain?: string; name?: string };
    const known = organization.employers.find(
      (one) => one.id === employerId || (domain && one.domain === domain),
    );
    const employer =
      known ?? CHANGES.createEmployer(scene, { name: name ?? String(domain), domain: String(domain) });
    const post: JobPost = {
      id: ids.at(at),
      ...rest,
      title: String(title),
      employerId: employer.id,
      employer,
      jobPostStatus: { name: String(jobPostStatusName) },
      tags: tags.filter(({ id }) => (tagIds as string[]).includes(id)),
      createdAt: at,
    };
    insertById(jobPosts, post);
    act(scene, "JOB_POST_CREATED", someAdvisor(organization), someAdvisor(organization), {
      jobPost: post,
      employer,
    });
    return post;
  },

  /** Mails posts to members, each of whom has a job of it then. */
  deliver(scene: Scene, jobPostIds: readonly string[], memberIds: readonly string[]): void {
    const { jobPosts, deliveries } = newerOf(scene.organization);
    for (const jobPostId of jobPostIds) {
      const post = held(jobPosts, jobPostId, "job post");
      for (const memberId of memberIds) {
        deliveries.push({ jobPostId, memberId });
        CHANGES.createJob(scene, {
          owner: memberId,
          title: post.title,
          jobPostId,
          ...(post.employer && { employer: post.employer.id }),
        });
      }
    }
  },

  createInvitation(
    { organization, at }: Scene,
    fields: {
      email: string;
      boardName?: string;
      boardTemplateId?: string;
      advisorEmail?: string;
      memberFieldValues: FieldValue[];
    },
  ): Invitation {
    const { email, boardName, boardTemplateId, advisorEmail, memberFieldValues } = fields;
    if (advisorEmail !== undefined) newerOf(organization).advised.set(email, advisorEmail);
    const known = [...organization.people.values()].find(
      (person) => person.email.toLowerCase() === email.toLowerCase(),
    );
    const template = organization.boardTemplates.find((entry) =>
      boardTemplateId === undefined ? entry.isDefault : entry.id === boardTemplateId,
    );
    const invitation: Invitation = {
      id: organization.ids.at(at),
      toEmail: email,
      ...(boardName !== undefined && { boardName }),
      ...(known && { to: withoutActive(known) }),
      ...(template && { boardTemplate: withoutDefault(template) }),
      memberFieldValues,
      createdAt: at,
    };
    insertById(organization.invitations, invitation);
    return invitation;
  },
};

export type Changes = typeof CHANGES;

function held<T extends { id: string }>(things: readonly T[], id: string, what: string): T {
  const thing = findById(things, id);
  if (thing === undefined) throw new RangeError(`the sample has no ${what} ${id}`);
  return thing;
}

function heldIn<T>(things: ReadonlyMap<string, T>, id: string, what: string): T {
  const thing = things.get(id);
  if (thing === undefined) throw new RangeError(`the sample has no ${what} ${id}`);
  return thing;
}

function newerOf({ newer }: Organization): Newer {
  if (!newer) throw new RangeError("the sample is of the text of 2020");
  return newer;
}

/** The stage that a job is in; a newer account tells ids of it, too. */
function stageOf(
  { newer }: Organization,
  owner: Person,
  name: string,
): Pick<Job, "list" | "listId" | "boardId"> {
  if (!newer) return { list: { name } };
  const id = idOfText(name, owner.createdAt);
  return { list: { id, name }, listId: id, boardId: idOfText(`board of ${owner.id}`, owner.createdAt) };
}

function personOf(organization: Organization, id: string): Person {
  return heldIn(organization.people, id, "person");
}

function someAdvisor(organization: Organization): Person {
  return organization.advisors[0] as Person;
}

function act(
  { organization, at }: Scene,
  type: ActionType,
  owner: Person,
  creator: Person,
  rest: Readonly<Record<string, unknown>>,
  byWorkflow = false,
): void {
  insertById(
    organization.actions,
    makeAction(organization.ids.at(at), type, at, owner, creator, rest, byWorkflow),
  );
}

/** An action on a member, where there are such. */
function tellOf(scene: Scene, type: ActionType, member: Person, update?: object): void {
  if (scene.tellsMembers) act(scene, type, member, someAdvisor(scene.organization), { member, update });
}

/** An action on a job, with the job as it is now. */
function record(
  scene: Scene,
  type: ActionType,
  job: Job,
  creator: Person,
  rest: Readonly<Record<string, unknown>>,
): void {
  const brief = scene.organization.briefs.get(job.id);
  act(scene, type, job.ownerMember, creator, { job: brief, employer: job.employer, ...rest, jobId: job.id });
}

function runWorkflow(scene: Scene, job: Job, stage: string): void {
  const type = stageType(stage);
  if (type === undefined) return;
  const { at } = scene;
  const { title, category } = WORKFLOW[type];
  const times = { startAt: at, completedAt: at, createdAt: at };
  const brief = {
    id: scene.organization.ids.at(at),
    title,
    completed: true,
    createdByWorkflow: true,
    ...times,
  };
  addActivity(
    scene,
    brief,
    category,
    held(scene.organization.jobs, job.id, "job"),
    job.ownerMember,
    undefined,
  );
}

function addActivity(
  scene: Scene,
  brief: ActivityBrief,
  category: string,
  job: Job | undefined,
  ownerMember: Person,
  creatorMember: Person | undefined,
): Activity {
  const { organization } = scene;
  const jobBrief = job && organization.briefs.get(job.id);
  const activity: Activity = {
    ...brief,
    ownerMember,
    ...(creatorMember && { creatorMember }),
    ...(jobBrief && { job: jobBrief }),
    ...(job?.employer && { employer: job.employer }),
    activityCategory: categoryNamed(category),
  };
  insertById(organization.activities, activity);
  refreshJob(organization, job?.id);
  const of = { ...activityLinks(activity), activity: brief };
  act(scene, "ACTIVITY_CREATED", ownerMember, creatorMember ?? ownerMember, of, brief.createdByWorkflow);
  return activity;
}

function removeActivity(scene: Scene, activity: Activity, byWorkflow: boolean): void {
  const { organization } = scene;
  organization.activities.splice(indexOfId(organization.activities, activity.id), 1);
  refreshJob(organization, activity.job?.id);
  act(
    scene,
    "ACTIVITY_DELETED",
    activity.ownerMember,
    activity.ownerMember,
    activityLinks(activity),
    byWorkflow,
  );
}

function activityLinks({ id, job, employer, activityCategory }: Activity): Record<string, unknown> {
  return { job, employer, activityCategory, jobId: job?.id, activityId: id };
}

/** Makes a job show the activities that it has now. */
function refreshJob(organization: Organization, id: string | undefined): void {
  if (id === undefined) return;
  const activities = organization.activities.filter((activity) => activity.job?.id === id).reverse();
  const job: Job = { ...held(organization.jobs, id, "job"), activities: activities.map(activityBrief) };
  setMilestones(job, activities);
  organization.jobs[indexOfId(organization.jobs, id)] = job;
}

function contactLinks(organization: Organization, jobIds: readonly string[]): Record<string, unknown> {
  const jobs = jobIds.map((id) => findById(organization.jobs, id)).filter((job) => job !== undefined);
  return {
    jobs: jobs.map((job) => organization.briefs.get(job.id)),
    employers: jobs.map((job) => job.employer).filter((employer) => employer !== undefined),
  };
}

function contactOwner(organization: Organization, jobIds: readonly string[]): Person {
  const owner = jobIds
    .map((id) => findById(organization.jobs, id))
    .find((job) => job !== undefined)?.ownerMember;
  return owner ?? someAdvisor(organization);
}
