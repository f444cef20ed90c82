import { SAMPLE_NOW_MS, type SampleServer, sampleKeys } from "../sample-server.ts";
import { type Call, type Reply, takesJson } from "../wire/call.ts";
import { SampleClock } from "../wire/clock.ts";
import { FaultQueue } from "../wire/faults.ts";
import { RateWindow, SECOND_MS } from "../wire/rates.ts";
import { matchRoute, type Route } from "../wire/routes.ts";
import { serve } from "../wire/serve.ts";
import { fieldValueBody, invitationBody, memberFieldBody, namedThing } from "./bodies.ts";
import { CHANGES, type Changes, type Scene } from "./changes.ts";
import { happen, lifeEvents } from "./daily-life.ts";
import {
  byCreation,
  byId,
  byText,
  byTruth,
  DEFAULT_RULES,
  type ListingRules,
  pageOf,
  wholeOf,
} from "./listing.ts";
import { newerRoutes } from "./newer-calls.ts";
import { countedEmployers, type Organization } from "./organization.ts";
import { PLAIN_LISTS, plainList } from "./plain-lists.ts";
import { Refusal, refusalReply } from "./refusals.ts";
import { type OrganizationSize, seedOrganization } from "./seed.ts";
import type { Action, Activity, CountedEmployer, FieldValue, Job, Member, OldEvent } from "./shapes.ts";

export interface HuntrOptions {
  /** The access token that is taken; sampleKeys.huntr unless given. */
  readonly token?: string;
  /** The sample's present, milliseconds since 1970. */
  readonly now?: number;
  readonly size?: OrganizationSize;
  /** Members go on after the sample's present, as the requests' clock does: a few new jobs, moves and activities a day. */
  readonly livesOn?: boolean;
  readonly port?: number;
  readonly listing?: Partial<ListingRules>;
  /** Huntr documents 429 but no figure: 20 a second unless given; null for no limit. */
  readonly requestsPerSecond?: number | null;
  /** Seconds in the Retry-After of a 429; null leaves the header out. */
  readonly retryAfterSeconds?: number | null;
  /**
   * Huntr's text of 2018 to 2020, or that of 2024: values of several choices as lists (else as one text), what becomes
   * of members among the actions (else only who joined), and all that is in newer.ts. `older` unless given.
   */
  readonly reading?: "older" | "newer";
  /** `gone` answers the deprecated events with 410. */
  readonly events?: "live" | "gone";
}

type RestArguments<F> = F extends (scene: Scene, ...rest: infer Rest) => unknown ? Rest : never;

/** Every change of changes.ts as a method, happening at the server's present. */
export type HuntrChanges = {
  readonly [Name in keyof Changes]: (...rest: RestArguments<Changes[Name]>) => ReturnType<Changes[Name]>;
};

export interface HuntrData extends Organization {
  /** The employers with their counts, as their listing gives them. */
  readonly countedEmployers: readonly CountedEmployer[];
  /** What the plain listings give, by their path below `org/`. */
  readonly plainLists: Readonly<Record<string, readonly unknown[]>>;
}

export interface HuntrServer extends SampleServer<HuntrData>, HuntrChanges {
  /** Does a change at a time of its own, Unix seconds. */
  changeAt<Name extends keyof Changes>(
    at: number,
    name: Name,
    ...rest: RestArguments<Changes[Name]>
  ): ReturnType<Changes[Name]>;
}

/** A change that was done, to be done again. */
interface Done {
  readonly name: keyof Changes;
  readonly at: number;
  readonly rest: readonly unknown[];
}

export async function startHuntr(options: HuntrOptions = {}): Promise<HuntrServer> {
  const faults = new FaultQueue();
  const nowMs = options.now ?? SAMPLE_NOW_MS;
  const clock = new SampleClock(nowMs);
  const book = new ChangeBook(Math.floor(nowMs / SECOND_MS), options.size, options.reading === "newer");
  const api = new HuntrApi(book, options);
  const served = await serve({
    ...(options.port !== undefined && { port: options.port }),
    clock,
    faults,
    answer: (call) => api.answer(call),
  });
  const changeAt: HuntrServer["changeAt"] = (at, name, ...rest) => book.change(at, name, rest);
  const names = Object.keys(CHANGES) as (keyof Changes)[];
  // fromEntries forgets which name has which arguments.
  const methods = Object.fromEntries(
    names.map((name) => [
      name,
      (...rest: never) => book.change(Math.floor(clock.nowMs() / SECOND_MS), name, rest),
    ]),
  ) as unknown as HuntrChanges;
  return {
    ...served,
    ...methods,
    faults,
    changeAt,
    get data() {
      return book.data;
    },
    state: () => book.state(),
    restore: (state) => book.restore(state),
  };
}

/** The organisation and the list of what was done to its seed. */
class ChangeBook {
  organization: Organization;
  private done: Done[] = [];
  private livedUntil: number;

  constructor(
    private readonly nowSeconds: number,
    private readonly size: OrganizationSize = {},
    private readonly tellsMembers = false,
  ) {
    this.livedUntil = nowSeconds;
    this.organization = this.seed();
  }

  private seed(): Organization {
    return seedOrganization(this.nowSeconds, this.size, this.tellsMembers);
  }

  get data(): HuntrData {
    const { organization } = this;
    // Copied as properties, not as values: reading the actions is what makes them.
    return Object.defineProperties(
      {},
      {
        ...Object.getOwnPropertyDescriptors(organization),
        countedEmployers: { enumerable: true, get: () => countedEmployers(organization) },
        plainLists: {
          enumerable: true,
          get: () =>
            Object.fromEntries(
              Object.entries(PLAIN_LISTS).map(([path, list]) => [path, plainList(list, organization)]),
            ),
        },
      },
    ) as HuntrData;
  }

  change<Name extends keyof Changes>(
    at: number,
    name: Name,
    rest: RestArguments<Changes[Name]>,
  ): ReturnType<Changes[Name]> {
    // Before the first change, so that the seed's own actions take their ids from the same place every time.
    void this.organization.actions;
    const change = CHANGES[name] as (scene: Scene, ...rest: unknown[]) => ReturnType<Changes[Name]>;
    const { organization, tellsMembers } = this;
    const result = change({ organization, at, tellsMembers }, ...rest);
    this.done.push({ name, at, rest: structuredClone(rest) });
    return result;
  }

  /** Has happen what members do by themselves up to a time, Unix seconds. */
  liveUntil(until: number): void {
    for (const event of lifeEvents(this.nowSeconds, this.livedUntil, until))
      happen(event, this.organization, (name, ...rest) => this.change(event.at, name, rest as never));
    this.livedUntil = Math.max(this.livedUntil, until);
  }

  state(): unknown {
    const { livedUntil } = this;
    return { done: structuredClone(this.done), ...(livedUntil > this.nowSeconds && { livedUntil }) };
  }

  restore(state: unknown): void {
    if (this.done.length > 0) this.organization = this.seed();
    this.done = [];
    const { done = [], livedUntil } = (state ?? {}) as { done?: Done[]; livedUntil?: number };
    this.livedUntil = livedUntil ?? this.nowSeconds;
    for (const { name, at, rest } of done) this.change(at, name, rest as never);
  }
}

class HuntrApi {
  private readonly rules: ListingRules;
  private readonly routes: readonly Route[];
  private readonly window: RateWindow | undefined;

  constructor(
    private readonly book: ChangeBook,
    private readonly options: HuntrOptions,
  ) {
    this.rules = { ...DEFAULT_RULES, ...options.listing };
    const count = options.requestsPerSecond === undefined ? 20 : options.requestsPerSecond;
    this.window = count === null ? undefined : new RateWindow([{ count, perMs: SECOND_MS }]);
    this.routes = this.makeRoutes();
  }

  answer(call: Call): Reply {
    if (call.headers.authorization !== `Bearer ${this.options.token ?? sampleKeys.huntr}`) {
      return refusalReply(401, [
        { message: "Invalid access token", param: "authorization", location: "headers" },
      ]);
    }
    if (!takesJson(call)) {
      return refusalReply(406, [{ message: "Only JSON is available", param: "accept", location: "headers" }]);
    }
    if (this.window && !this.window.take(call.atMs)) return this.tooMany();
    if (this.options.livesOn) this.book.liveUntil(Math.floor(call.atMs / SECOND_MS));
    const match = matchRoute(this.routes, call);
    if (match.found === "nothing") return refusalReply(404, [{ message: "Not found" }]);
    if (match.found === "other methods") {
      return refusalReply(405, [{ message: "Method not allowed" }], { allow: match.allow.join(", ") });
    }
    try {
      return match.route.answer(call, ...match.segments);
    } catch (error) {
      if (error instanceof Refusal) return refusalReply(error.status, error.faults);
      throw error;
    }
  }

  private tooMany(): Reply {
    const seconds = this.options.retryAfterSeconds === undefined ? 1 : this.options.retryAfterSeconds;
    const headers = seconds === null ? undefined : { "retry-after": String(seconds) };
    return refusalReply(429, [{ message: "Too many requests" }], headers);
  }

  private get organization(): Organization {
    return this.book.organization;
  }

  private makeRoutes(): Route[] {
    const { rules } = this;
    const get = (path: string, answer: Route["answer"]): Route => ({
      method: "GET",
      path: `org/${path}`,
      answer,
    });
    const ok = (body: unknown): Reply => ({ status: 200, body });
    const at = (call: Call) => Math.floor(call.atMs / SECOND_MS);
    const created = byCreation(rules);
    return [
      ...Object.entries(PLAIN_LISTS)
        .filter(([, { isNewer }]) => !isNewer || this.organization.newer)
        .map(([path, list]) =>
          get(path, (call) => {
            const things = plainList(list, this.organization).map((thing) => this.shown(thing));
            if (list.isBare) return ok(things);
            return list.inPages ? pageOf(call, things, {}, rules) : wholeOf(call, things, rules);
          }),
        ),
      ...(this.organization.newer
        ? newerRoutes(
            () => this.organization,
            rules,
            (call, name, ...rest) => this.book.change(at(call), name, rest as never),
          )
        : []),
      {
        method: "POST",
        path: "org/organization-invitations",
        answer: (call) =>
          ok(
            this.shown(
              this.book.change(at(call), "createInvitation", [invitationBody(call, this.organization)]),
            ),
          ),
      },
      get("members", (call) => this.members(call)),
      get("members/:", (_call, id = "") =>
        ok(this.shown(namedThing(this.organization.members, id, "Member"))),
      ),
      {
        method: "PUT",
        path: "org/members/:/member-fields/:",
        answer: (call, id = "", fieldId = "") => {
          const member = namedThing(this.organization.members, id, "Member");
          const value = fieldValueBody(call, this.organization, fieldId);
          return ok(this.shown(this.book.change(at(call), "setFieldValue", [member.id, fieldId, value])));
        },
      },
      {
        method: "POST",
        path: "org/member-fields",
        answer: (call) =>
          ok(this.book.change(at(call), "createMemberField", [memberFieldBody(call, this.organization)])),
      },
      get("jobs", (call) => {
        const filters = {
          owner_member_id: byId((job: Job) => job.ownerMember.id),
          creator_member_id: byId((job: Job) => job.creatorMember?.id),
          ...created,
        };
        return pageOf(call, this.organization.jobs, filters, rules);
      }),
      get("jobs/:", (_call, id = "") => ok(namedThing(this.organization.jobs, id, "Job"))),
      get("activities", (call) => {
        const filters = {
          owner_member_id: byId((activity: Activity) => activity.ownerMember.id),
          creator_member_id: byId((activity: Activity) => activity.creatorMember?.id),
          job_id: byId((activity: Activity) => activity.job?.id),
          activity_category_id: byId((activity: Activity) => activity.activityCategory.id),
          employer_id: byId((activity: Activity) => activity.employer?.id),
          ...created,
        };
        return pageOf(call, this.organization.activities, filters, rules);
      }),
      get("actions", (call) => {
        const filters = {
          action_type: byText((action: Action) => action.actionType),
          owner_member_id: byId((action: Action) => action.ownerMember?.id),
          creator_member_id: byId((action: Action) => action.creatorMember.id),
          job_id: byId((action: Action) => action.jobId),
          activity_id: byId((action: Action) => action.activityId),
          note_id: byId((action: Action) => action.noteId),
          contact_id: byId((action: Action) => action.contactId),
          activity_category_id: byId((action: Action) => action.activityCategory?.id),
          employer_id: byId((action: Action) => action.employerId),
          ...created,
        };
        return pageOf(call, this.organization.actions, filters, rules);
      }),
      get("employers", (call) => {
        const filters = { isPartner: byTruth((employer: CountedEmployer) => employer.isPartner) };
        const known = this.organization.newer ? filters : {};
        return pageOf(call, countedEmployers(this.organization), known, rules);
      }),
      get("events", (call) => {
        if (this.options.events === "gone")
          return refusalReply(410, [{ message: "Events are gone; use actions" }]);
        const filters = {
          member_id: byId((event: OldEvent) => event.member.id),
          job_id: byId((event: OldEvent) => event.job.id),
          event_type: byText((event: OldEvent) => event.eventType),
        };
        return pageOf(call, this.organization.events, filters, rules);
      }),
    ];
  }

  /** A record as this reading has it: of several choices the older one makes one text. */
  private shown<T extends object>(record: T): T {
    if (this.options.reading === "newer" || !("memberFieldValues" in record)) return record;
    const several = this.organization.memberFields.filter(({ fieldType }) => fieldType === "MULTIPLE_SELECT");
    if (several.length === 0) return record;
    const values = (record.memberFieldValues as FieldValue[]).map((one) =>
      several.some(({ id }) => id === one.fieldId) && Array.isArray(one.value)
        ? { ...one, value: one.value.join(", ") }
        : one,
    );
    return { ...record, memberFieldValues: values };
  }

  private members(call: Call): Reply {
    const filters = {
      active: byTruth((member: Member) => member.isActive),
      email: {
        accepts: (value: string) => value !== "",
        keeps: (member: Member, value: string) => member.email.toLowerCase() === value.toLowerCase(),
      },
    };
    const members = this.organization.members.map((member) => this.shown(member));
    const reply = pageOf(call, members, filters, this.rules);
    if (!call.query.has("email") || this.rules.memberByEmail === "list") return reply;
    const [member] = (reply.body as { data: Member[] }).data;
    if (member !== undefined) return { status: 200, body: member };
    const value = call.query.get("email");
    return refusalReply(404, [{ message: "Member not found", param: "email", value, location: "query" }]);
  }
}
