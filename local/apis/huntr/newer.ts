import { Dice, textHash } from "../data/dice.ts";
import { ObjectIds, sortNewestFirst } from "../data/object-ids.ts";
import { makeAction } from "./actions.ts";
import type { Newer, Organization } from "./organization.ts";
import type {
  Action,
  ActionType,
  Advisor,
  Candidate,
  Employer,
  Goal,
  InternalNote,
  JobPost,
  Member,
  MemberGroup,
  Person,
  Tag,
} from "./shapes.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** Makes what is newer, the same for the same organisation, and gives members and jobs their newer fields. */
export function seedNewer(organization: Organization, nowSeconds: number): Newer {
  return new Maker(organization, nowSeconds).make();
}

/** Actions of the newer kinds, newest first. */
export function newerActions(organization: Organization, newer: Newer, nowSeconds: number): Action[] {
  return new Teller(organization, newer, nowSeconds).tell();
}

/** An id that a text alone makes out: of boards and stages, that no listing gives. */
export function idOfText(text: string, at: number): string {
  const hex = (of: string) => (textHash(of) >>> 0).toString(16).padStart(8, "0");
  return at.toString(16).padStart(8, "0") + hex(text) + hex(`${text}.`);
}

class Maker {
  private readonly ids = new ObjectIds("77aa31c0de");
  private readonly dice = new Dice(20_260_801);

  constructor(
    private readonly organization: Organization,
    private readonly now: number,
  ) {}

  make(): Newer {
    const advisors = this.organization.advisors.map((person) => this.advisor(person));
    this.dressMembers(advisors);
    const memberGroups = [
      { id: this.ids.at(this.now - 300 * DAY), name: "Spring", createdAt: this.now - 300 * DAY },
      {
        id: this.ids.at(this.now - 200 * DAY),
        name: "Evening classes",
        description: "=Who+works+by+day",
        createdAt: this.now - 200 * DAY,
      },
    ];
    const tag = (name: string, color: string, description?: string): Tag => ({
      id: this.ids.at(this.now - 250 * DAY),
      name,
      ...(description !== undefined && { description }),
      color,
      targetObjects: ["JOB_POST"],
    });
    const tags = [tag("Hot", "#FF0000", "Urgent"), tag("Remote first", "#00AA88"), tag("Hot ", "#AA0000")];
    const jobPosts = this.jobPosts(memberGroups, tags);
    this.dressJobs(jobPosts);
    return {
      ids: this.ids,
      advisors,
      memberGroups,
      tags,
      goals: this.goals(),
      candidates: this.candidates(),
      jobPosts,
      internalNotes: this.internalNotes(),
      enrollments: [],
      advised: new Map(),
      deliveries: [],
    };
  }

  private advisor({ id, givenName, familyName = "", email, createdAt }: Person): Advisor {
    const lastSeenAt = this.now - this.dice.between(HOUR, 5 * DAY);
    return {
      id,
      fullName: `${givenName} ${familyName}`,
      givenName,
      familyName,
      email,
      createdAt,
      lastSeenAt,
    };
  }

  private dressMembers(advisors: readonly Advisor[]): void {
    this.organization.members.forEach((member, i) => {
      const advisor = advisors[i % (advisors.length + 1)];
      const newer: Partial<Member> = {
        ...(advisor && { advisor }),
        ...(i % 5 !== 2 && { lastSeenAt: this.now - this.dice.between(HOUR, 60 * DAY) }),
        boardIds: [boardOf(member)],
      };
      Object.assign(member, newer);
    });
  }

  private dressJobs(posts: readonly JobPost[]): void {
    this.organization.jobs.forEach((job, i) => {
      job.boardId = boardOf(job.ownerMember);
      const post = i % 40 === 7 ? posts[i % posts.length] : undefined;
      if (post) job.jobPost = post;
      if (!job.list) return;
      job.listId = idOfText(job.list.name, job.ownerMember.createdAt);
      job.list = { id: job.listId, name: job.list.name };
    });
  }

  private goals(): Goal[] {
    const interval = (goalId: string, start: number, index: number) => ({
      id: this.ids.at(start),
      intervalIndex: index,
      timezone: "America/Vancouver",
      goalId,
      start,
      end: start + WEEK,
    });
    const [owner] = this.organization.advisors;
    const base = {
      objectiveTargetType: "NUMERIC",
      enrollmentTriggers: [],
      ...(owner && { ownerMember: owner }),
    };
    const began = this.now - 60 * DAY;
    const weekly = this.ids.at(began);
    const once = this.ids.at(began + DAY);
    const old = this.ids.at(began - 300 * DAY);
    return [
      {
        id: weekly,
        name: "Apply weekly",
        description: "What the programme asks for.",
        instructions: "<p>Five a week.</p>",
        status: "ACTIVE",
        scheduleType: "RECURRING",
        objectiveEntity: "Activity",
        objectiveEntityConditions: [{ operator: "EQUALS", key: "activityCategory.name", value: "Apply" }],
        objectiveNumericTarget: 5,
        enrollmentType: "MANUAL",
        enrollmentStartDate: began,
        goalRecurrence: {
          frequency: 2,
          interval: 1,
          count: 12,
          start: new Date(began * 1000).toISOString(),
          timezone: "America/Vancouver",
        },
        firstGoalInterval: interval(weekly, began, 0),
        currentGoalInterval: interval(weekly, this.now - 4 * DAY, 8),
        ...base,
      },
      {
        id: once,
        name: "Make ten contacts",
        status: "ACTIVE",
        scheduleType: "ONE_TIME",
        objectiveEntity: "Contact",
        objectiveNumericTarget: 10,
        enrollmentType: "ON_SIGNUP",
        oneTimeGoalDueDaysCount: 30,
        ...base,
      },
      {
        id: old,
        name: "Last year's goal",
        status: "INACTIVE",
        scheduleType: "ONE_TIME",
        objectiveEntity: "Job",
        objectiveNumericTarget: 3,
        enrollmentType: "ON_TRIGGER",
        ...base,
      },
    ];
  }

  private candidates(): Candidate[] {
    const made = this.organization.members.slice(0, 24).map((member, i) => {
      const createdAt = Math.min(this.now, member.createdAt + this.dice.between(DAY, 9 * DAY));
      const lean: Candidate = {
        id: this.ids.at(createdAt),
        memberId: member.id,
        firstName: member.givenName,
        ...(member.familyName !== undefined && { lastName: member.familyName }),
        email: member.email,
        createdAt,
      };
      return i % 6 === 5 ? lean : { ...lean, ...this.profile(member, i) };
    });
    return sortNewestFirst(made);
  }

  private profile({ givenName, email }: Member, i: number): Partial<Candidate> {
    const place = {
      name: "Vancouver",
      address: "Vancouver, BC, Canada",
      country: "Canada",
      lat: "49.28",
      lng: "-123.1",
    };
    const work = {
      jobTitle: "Barista",
      employerName: "Opal Foods",
      isCurrentPosition: i % 2 === 0,
      startedAt: this.now - 900 * DAY,
      description: "Made coffee.",
      skillNames: ["Coffee"],
    };
    return {
      phoneNumber: "+1 555 0100",
      headline: i % 7 === 3 ? "=HYPERLINK(1)" : "Designer to be",
      bio: `I am ${givenName}.`,
      profilePhotoUrl: "https://photos.example/p.png",
      backgroundPhotoUrl: "https://photos.example/b.png",
      timezone: "America/Vancouver",
      experiencePreference: "ENTRY_LEVEL",
      expectedSalary: "50000",
      workEnvironmentPreference: "REMOTE",
      emails: [{ email, type: "PERSONAL" }],
      phoneNumbers: [{ number: "+1 555 0100", type: "MOBILE" }],
      profiles: { linkedin: `https://linkedin.example/in/${i}` },
      totalWorkExperienceYears: 2.5 + i,
      legallyAuthorizedToWorkInUsa: i % 3 === 0,
      requireWorkVisaSponsorshipInUsa: i % 3 !== 0,
      willingToRelocate: true,
      isVisibleToAllEmployers: i % 2 === 0,
      isPublicProfile: false,
      skillNames: ["Figma", "SQL"],
      industryPreferencesNames: ["Software"],
      rolePreferencesNames: ["Designer"],
      openToWorkEnvironments: ["REMOTE", "HYBRID"],
      jobTypePreferences: ["FULL_TIME"],
      currentLocation: place,
      locationPreferences: [place],
      workExperiences: [work],
      volunteerExperiences: [{ ...work, jobTitle: "Tutor" }],
      educations: [
        {
          schoolName: "Langara",
          degreeTypeName: "Diploma",
          graduationAt: this.now - 400 * DAY,
          cumulativeGpa: "3.7",
        },
      ],
      projects: [{ title: "Portfolio", releasedAt: this.now - 90 * DAY, link: "https://me.example" }],
      links: [{ title: "Site", url: "https://me.example" }],
    };
  }

  private jobPosts(groups: readonly MemberGroup[], tags: readonly Tag[]): JobPost[] {
    const [advisor] = this.organization.advisors;
    const titles = ["Welder", "Designer", "=Analyst", "Nurse", "Welder", "Tutor", "Cook", "Driver", "Clerk"];
    const posts = titles.map((title, i) => {
      const createdAt = this.now - (100 - i * 10) * DAY;
      const employer = this.organization.employers[i % Math.max(1, this.organization.employers.length)];
      const isHidden = i === 3;
      const address = i % 2 === 0 ? "Austin, TX" : "Vancouver, BC";
      return {
        id: this.ids.at(createdAt),
        title,
        htmlDescription: `<p>${title} wanted.</p>`,
        ...(i % 3 === 0 && { applicationInstructions: "Write to us.", url: `https://jobs.example/${i}` }),
        ...(employer && { employerId: employer.id, employer }),
        jobType: i % 4 === 1 ? "PART_TIME" : "FULL_TIME",
        isRemote: i % 3 === 1,
        // The samples write numbers as text.
        salary:
          i % 2 === 0
            ? { min: "40000", max: "50000", currency: "USD", interval: "ANNUAL" }
            : { actual: 25, currency: "CAD", interval: "HOURLY" },
        location: { address },
        locations: [{ address }],
        jobPostStatus: { name: ["Open", "Draft", "Closed"][i % 3] as string },
        ...(advisor && { creatorMember: advisor, ownerMember: advisor }),
        tags: i % 2 === 0 ? tags.slice(0, 1) : [],
        postDate: createdAt - DAY,
        createdAt,
        visibility: isHidden ? "HIDDEN" : "VISIBLE",
        visibleMemberGroupIds: isHidden ? groups.map(({ id }) => id) : [],
        sourceName: "Huntr",
      } as const;
    });
    return sortNewestFirst(posts);
  }

  private internalNotes(): InternalNote[] {
    const texts = ["Met.", "=1+1", "Wants to move.", "Call in May.", "Met.", "+1 555 0100", "00123", "Done."];
    const notes = texts.map((text, i) => {
      const { id: memberId = "" } =
        this.organization.members[i % Math.max(1, this.organization.members.length)] ?? {};
      return { id: this.ids.at(this.now - (50 - i) * DAY), text, htmlText: `<p>${text}</p>`, memberId };
    });
    return sortNewestFirst(this.organization.members.length > 0 ? notes : []);
  }
}

function boardOf({ id, createdAt }: Pick<Person, "id" | "createdAt">): string {
  return idOfText(`board of ${id}`, createdAt);
}

class Teller {
  private readonly actions: Action[] = [];
  private readonly ids = new ObjectIds("77aa31acde");

  constructor(
    private readonly organization: Organization,
    private readonly newer: Newer,
    private readonly now: number,
  ) {}

  tell(): Action[] {
    this.ofGoals();
    this.ofDocuments();
    this.ofPosts();
    this.ofEmployers();
    this.ofViews();
    return sortNewestFirst(this.actions);
  }

  private act(actionType: ActionType, at: number, owner: Person | undefined, rest: object): void {
    const [advisor] = this.organization.advisors;
    if (!advisor) return;
    const action = makeAction(this.ids.at(at), actionType, at, owner ?? advisor, advisor, { ...rest }, false);
    // Not every action has an owner any more.
    if (!owner) delete (action as { ownerMember?: Person }).ownerMember;
    this.actions.push(action);
  }

  private ofGoals(): void {
    const [goal] = this.newer.goals;
    if (!goal) return;
    this.organization.members.slice(0, 9).forEach((member, i) => {
      const person = this.organization.people.get(member.id);
      const at = this.now - (20 - i) * DAY;
      const goalEnrollment = { id: this.ids.at(at), goalId: goal.id, status: "ACTIVE", ownerMember: person };
      this.act("GOAL_ENROLLMENT_CREATED", at, person, { goal, goalEnrollment });
      for (const week of [0, 1]) {
        const start = at + week * WEEK;
        const progress = {
          id: this.ids.at(start),
          goalId: goal.id,
          goalEnrollmentId: goalEnrollment.id,
          status: "IN_PROGRESS",
          progressIndex: week,
          objectiveNumericCount: 0,
          objectiveNumericTarget: 5,
          objectiveEntity: "Activity",
          objectiveActivityIds: [] as string[],
          objectiveJobIds: [],
          objectiveContactIds: [],
          start,
          end: start + WEEK,
        };
        const tell = (type: ActionType, when: number, change: object) =>
          this.act(type, Math.min(when, this.now), person, {
            goal,
            goalEnrollment,
            goalProgress: { ...progress, ...change },
            update: change,
          });
        if (i % 4 !== 3) tell("GOAL_PROGRESS_IN_PROGRESS", start, { status: "IN_PROGRESS" });
        const objectiveActivityIds = [this.ids.at(start + DAY)];
        tell("GOAL_PROGRESS_UPDATED", start + DAY, { objectiveNumericCount: 1, objectiveActivityIds });
        if (week === 0) {
          const isDone = i % 2 === 0;
          tell(isDone ? "GOAL_PROGRESS_COMPLETED" : "GOAL_PROGRESS_INCOMPLETE", start + WEEK, {
            status: isDone ? "COMPLETE" : "INCOMPLETE",
            objectiveNumericCount: isDone ? 5 : 2,
          });
        }
      }
    });
  }

  private ofDocuments(): void {
    this.organization.members.slice(0, 6).forEach((member, i) => {
      const person = this.organization.people.get(member.id);
      const at = this.now - (30 - i) * DAY;
      const document = {
        id: this.ids.at(at),
        title: `Résumé of ${member.givenName}`,
        name: "resume.pdf",
        url: "https://files.example/protected",
        extension: "pdf",
        documentCategoryName: "Resume",
      };
      const brief = [...this.organization.briefs.values()][i];
      const jobs = brief ? [brief] : [];
      this.act("DOCUMENT_CREATED", at, person, { document, jobs });
      if (i % 3 === 1)
        this.act("DOCUMENT_UPDATED", at + DAY, person, {
          document: { ...document, title: "Résumé, mended" },
          jobs,
          update: { title: "Résumé, mended" },
        });
      if (i % 3 === 2) this.act("DOCUMENT_DELETED", at + DAY, person, { documentId: document.id });
    });
  }

  private ofPosts(): void {
    const [first, second] = this.newer.jobPosts;
    if (!first || !second) return;
    const { employer } = first;
    this.act("JOB_POST_CREATED", first.createdAt, undefined, { jobPost: first, employer });
    this.act("JOB_POST_UPDATED", first.createdAt + HOUR, undefined, {
      jobPost: first,
      employer,
      update: { title: first.title },
    });
    this.act("BULK_JOB_POST_UPDATED", this.now - DAY, undefined, {
      jobPostIds: [first.id, second.id],
      update: { jobPostStatusName: "Closed" },
    });
    this.act("JOB_POST_DELETED", this.now - DAY, undefined, {
      jobPostId: this.ids.at(this.now - 99 * DAY),
      employer,
    });
  }

  private ofEmployers(): void {
    const states: readonly (readonly [ActionType, string])[] = [
      ["ORGANIZATION_EMPLOYER_REQUEST_APPROVED", "APPROVED"],
      ["ORGANIZATION_EMPLOYER_REQUEST_DECLINED", "REJECTED"],
    ];
    this.organization.employers.slice(0, 5).forEach((employer: Employer, i) => {
      const at = this.now - (40 - i) * DAY;
      const organizationEmployerRequest = {
        id: this.ids.at(at),
        approvalStatus: "PENDING",
        fromEmail: `hr${i}@${employer.domain ?? "firm.example"}`,
        utmTags: i === 0 ? { utm_source: "fair" } : {},
        createdAt: at,
      };
      this.act("ORGANIZATION_EMPLOYER_REQUEST_CREATED", at, undefined, { organizationEmployerRequest });
      this.act("ORGANIZATION_EMPLOYER_REQUEST_VERIFIED", at + HOUR, undefined, {
        organizationEmployerRequest,
        employer,
      });
      const [type, approvalStatus] = states[i] ?? [];
      if (type === undefined) return;
      this.act(type, at + DAY, undefined, {
        organizationEmployerRequest: { ...organizationEmployerRequest, approvalStatus, decidedAt: at + DAY },
        employer,
      });
      if (approvalStatus !== "APPROVED") return;
      this.act("ORGANIZATION_EMPLOYER_PARTNERSHIP_CREATED", at + DAY, undefined, {
        organizationEmployerPartnership: {
          id: this.ids.at(at + DAY),
          employerCanPostJobs: true,
          employerCanBrowseCandidates: i % 2 === 0,
          employerId: employer.id,
          createdAt: at + DAY,
        },
        employer,
      });
    });
  }

  private ofViews(): void {
    const employer = this.organization.employers[0];
    if (!employer) return;
    const at = this.now - 10 * DAY;
    const creatorEmployerMember: Person = {
      id: this.ids.at(at),
      givenName: "Pia",
      familyName: "Noor",
      email: `pia@${employer.domain ?? "firm.example"}`,
      createdAt: at,
      isActive: true,
    };
    this.act("ORGANIZATION_TALENT_PORTAL_ACCESSED", at, undefined, { creatorEmployerMember, employer });
    this.act("CANDIDATE_SEARCH_RAN", at + HOUR, undefined, {
      creatorEmployerMember,
      employer,
      filters: { skillNames: ["SQL"] },
    });
    this.newer.candidates.slice(0, 7).forEach((candidate, i) => {
      const { id, memberId, firstName, lastName, email } = candidate;
      this.act("CANDIDATE_PROFILE_VIEWED", at + (2 + i) * HOUR, undefined, {
        creatorEmployerMember,
        employer,
        candidate: { id, memberId, firstName, ...(lastName !== undefined && { lastName }), email },
      });
    });
  }
}
