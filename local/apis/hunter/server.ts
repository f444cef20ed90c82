import { SAMPLE_NOW_MS, type SampleServer, sampleKeys } from "../sample-server.ts";
import { type Call, type Reply, takesJson } from "../wire/call.ts";
import { SampleClock } from "../wire/clock.ts";
import { FaultQueue } from "../wire/faults.ts";
import { MINUTE_MS, RateWindow, SECOND_MS } from "../wire/rates.ts";
import { matchRoute, type Route } from "../wire/routes.ts";
import { serve } from "../wire/serve.ts";
import { Account, type AccountOptions, type AccountState } from "./account.ts";
import {
  createAttribute,
  deleteAttribute,
  listAttributes,
  oneAttribute,
  updateAttribute,
} from "./attributes.ts";
import { addRecipients, cancelRecipients, listCampaigns, listRecipients, showCampaign } from "./campaigns.ts";
import { Directory } from "./directory.ts";
import { discover, discovered, findBoth, findCompany, findDomain, findPerson } from "./enrichment.ts";
import {
  addLead,
  changeLead,
  createLead,
  deleteLead,
  type LeadFields,
  leadExists,
  listLeads,
  oneLead,
  showLead,
  tagLead,
  updateLead,
  upsertLead,
} from "./leads.ts";
import { createList, deleteList, listLists, oneList, showList, updateList } from "./lists.ts";
import { domainSearch, emailCount, emailFinder, type LookupWorld } from "./lookups.ts";
import { listNewer, oneNewer, seedNewer, sequenceOf, statsOf } from "./newer.ts";
import { OF_OLD, type Reading } from "./reading.ts";
import { idOf, notFound, Refusal, refusalReply, refuse } from "./refusals.ts";
import { seedHunter } from "./seed.ts";
import type { CustomAttribute, Recipient } from "./shapes.ts";
import { Store, type StoreState } from "./store.ts";
import { Verifier, type VerifierOptions, type VerifierState } from "./verifier.ts";

export interface HunterOptions {
  /** The API key that is taken; sampleKeys.hunter unless given. */
  readonly key?: string;
  /** The sample's present, milliseconds since 1970. */
  readonly now?: number;
  readonly size?: { readonly leads?: number };
  readonly port?: number;
  readonly account?: AccountOptions;
  readonly verifier?: VerifierOptions;
  /** The plan's largest domain-search page: 100, or 10 for the plans that answer more with pagination_error. */
  readonly planPage?: number;
  /** What updates answer where the text shows no answer: 204 without a body, or 200 with one. */
  readonly updateStatus?: 200 | 204;
  /** A free plan: Discover gives its first page. */
  readonly isFreePlan?: boolean;
  /** Whether the plan has Discover, among the newer calls; it has unless given. */
  readonly hasDiscover?: boolean;
  /** Where the texts differ; as of old unless given. */
  readonly reading?: Partial<Reading>;
  /** false lifts the documented rate limits. */
  readonly rateLimits?: boolean;
}

export interface HunterData {
  /** As GET leads gives them, all of them, the latest first. */
  readonly leads: readonly Record<string, unknown>[];
  readonly leadsLists: readonly ReturnType<typeof showList>[];
  readonly customAttributes: readonly CustomAttribute[];
  readonly campaigns: readonly ReturnType<typeof showCampaign>[];
  readonly account: Readonly<Record<string, unknown>>;
  /** By table, what only newer accounts have. */
  readonly newer: Readonly<Record<string, readonly object[]>>;
  recipients(campaignId: number): readonly Recipient[];
}

export interface HunterServer extends SampleServer<HunterData> {
  /** As if someone had added a lead on Hunter's own pages. */
  addLead(fields: LeadFields & { email: string }): Record<string, unknown>;
  changeLead(id: number, fields: LeadFields): Record<string, unknown>;
  deleteLead(id: number): void;
  /** As if the owner of an address had asked not to be processed. */
  claim(email: string): void;
  /** As if someone had taken a recipient out of a campaign. */
  removeRecipient(campaignId: number, email: string): void;
  /** Of a lead, by address: its lists and its tags. */
  placesOf(email: string): { readonly lists: readonly number[]; readonly tags: readonly number[] };
  setSendingStatus(campaignId: number, email: string, status: string | null): void;
}

interface HunterState {
  readonly store?: StoreState;
  readonly account?: AccountState;
  readonly verifier?: VerifierState;
}

/** Tries the three main calls for nothing, and nothing else. */
const TRIAL_KEY = "test-api-key";
const USUAL_LEADS = 500;

/** Documented limits: requests in a second, and in a minute. */
const RATES: Readonly<Record<string, readonly { count: number; perMs: number }[]>> = {
  "v2/domain-search": [
    { count: 15, perMs: SECOND_MS },
    { count: 500, perMs: MINUTE_MS },
  ],
  "v2/email-finder": [
    { count: 15, perMs: SECOND_MS },
    { count: 500, perMs: MINUTE_MS },
  ],
  "v2/email-verifier": [
    { count: 10, perMs: SECOND_MS },
    { count: 300, perMs: MINUTE_MS },
  ],
  "v2/email-count": [{ count: 15, perMs: SECOND_MS }],
  ...Object.fromEntries(
    ["people", "companies", "combined"].map((what) => [
      `v2/${what}/find`,
      [
        { count: 15, perMs: SECOND_MS },
        { count: 500, perMs: MINUTE_MS },
      ],
    ]),
  ),
  "v2/discover": [
    { count: 5, perMs: SECOND_MS },
    { count: 50, perMs: MINUTE_MS },
  ],
};

export async function startHunter(options: HunterOptions = {}): Promise<HunterServer> {
  const nowMs = options.now ?? SAMPLE_NOW_MS;
  const clock = new SampleClock(nowMs);
  const faults = new FaultQueue();
  const api = new HunterApi(options, nowMs);
  const served = await serve({
    ...(options.port !== undefined && { port: options.port }),
    clock,
    faults,
    answer: (call) => api.answer(call),
  });
  const { store } = api;
  const changeRecipients = (
    campaignId: number,
    change: (recipients: readonly Recipient[]) => Recipient[],
  ) => {
    const campaign = campaignOf(store, campaignId);
    store.campaigns.put({ ...campaign, recipients: change(campaign.recipients) });
  };
  return {
    ...served,
    faults,
    data: dataOf(api, () => clock.nowMs()),
    state: () => api.state(),
    restore: (state) => api.restore((state ?? {}) as HunterState),
    addLead: (fields) => showLead(store, addLead(store, fields, clock.nowMs())),
    changeLead: (id, fields) => showLead(store, changeLead(store, store.leads.get(id) ?? notFound(), fields)),
    deleteLead: (id) => {
      store.leads.remove(id);
    },
    claim: (email) => store.claim(email),
    removeRecipient: (campaignId, email) => {
      changeRecipients(campaignId, (recipients) =>
        recipients.filter((recipient) => recipient.email !== email),
      );
      const campaign = campaignOf(store, campaignId);
      store.campaigns.put({ ...campaign, removed: [...campaign.removed, email.toLowerCase()] });
    },
    placesOf: (email) => {
      const lead = store.leadByEmail(email);
      const one = lead?.leads_list_id;
      return { lists: lead?.leads_list_ids ?? (one ? [one] : []), tags: lead?.tag_ids ?? [] };
    },
    setSendingStatus: (campaignId, email, status) =>
      changeRecipients(campaignId, (recipients) =>
        recipients.map((recipient) =>
          recipient.email === email ? { ...recipient, sending_status: status } : recipient,
        ),
      ),
  };
}

function campaignOf(store: Store, id: number) {
  return store.campaigns.get(id) ?? notFound();
}

function dataOf(api: HunterApi, nowMs: () => number): HunterData {
  const { store } = api;
  return {
    get leads() {
      return store.leads.all().map((lead) => showLead(store, lead));
    },
    get leadsLists() {
      return store.lists.all().map((list) => showList(store, list));
    },
    get customAttributes() {
      return store.attributes.all();
    },
    get campaigns() {
      return store.campaigns.all().map(showCampaign);
    },
    get account() {
      return api.account.show(nowMs());
    },
    get newer() {
      const lists = Object.entries(api.newer).map(([name, records]) => [`hunter.${name}`, records]);
      const sequences = store.campaigns.all().map((campaign) => ({
        ...showCampaign(campaign),
        ...sequenceOf(campaign),
        stats: statsOf(campaign),
      }));
      const { requests } = api.account.usage(nowMs(), true);
      return {
        "hunter.account": [{ ...api.account.show(nowMs()), requests }],
        ...Object.fromEntries(lists),
        "hunter.sequences": sequences,
        "hunter.discover": api.discovered,
      };
    },
    recipients: (campaignId) => campaignOf(store, campaignId).recipients,
  };
}

class HunterApi {
  readonly store: Store;
  readonly account: Account;
  private readonly verifier: Verifier;
  private readonly reading: Reading;
  private readonly world: LookupWorld;
  readonly newer: ReturnType<typeof seedNewer>;
  private readonly routes: readonly Route[];
  private readonly windows: ReadonlyMap<string, RateWindow>;

  constructor(
    private readonly options: HunterOptions,
    nowMs: number,
  ) {
    this.store = new Store(seedHunter(nowMs, options.size?.leads ?? USUAL_LEADS));
    this.reading = { ...OF_OLD, ...options.reading };
    this.account = new Account(nowMs, options.account ?? {}, this.reading);
    const isClaimed = (email: string) => this.store.isClaimed(email);
    const directory = new Directory(nowMs, isClaimed);
    this.verifier = new Verifier(directory, this.account, isClaimed, options.verifier ?? {}, nowMs);
    this.world = { directory, account: this.account, isClaimed, planPage: options.planPage ?? 100, nowMs };
    this.windows = new Map(Object.entries(RATES).map(([path, limits]) => [path, new RateWindow(limits)]));
    this.newer = seedNewer(this.store, nowMs);
    this.routes = this.makeRoutes();
  }

  /** All that Discover finds for one word. */
  get discovered(): readonly object[] {
    const filters = { industry: { include: ["Technology"] } };
    const found = discovered(filters, this.world);
    return found.map((company) => ({ ...company, understood: filters, results: found.length }));
  }

  answer(call: Call): Reply {
    try {
      if (!takesJson(call)) refuse(406, "not_acceptable", "Only JSON is available");
      const match = matchRoute(this.routes, call);
      if (match.found === "nothing") notFound();
      if (match.found === "other methods") {
        refuse(405, "method_not_allowed", "The method is not allowed", { allow: match.allow.join(", ") });
      }
      this.mustBeAllowed(call, match.route.path);
      const window = this.windows.get(match.route.path);
      if (window && this.options.rateLimits !== false && !window.take(call.atMs)) {
        if (this.reading.statuses === "429 and 402")
          refuse(429, "too_many_requests", "You have reached the rate limit", { "retry-after": "1" });
        refuse(403, "rate_limit_reached", "You have reached the rate limit");
      }
      return match.route.answer(call, ...match.segments);
    } catch (error) {
      if (error instanceof Refusal) return refusalReply(error);
      throw error;
    }
  }

  state(): HunterState {
    const store = this.store.state();
    const account = this.account.state();
    const verifier = this.verifier.state();
    return {
      ...(Object.keys(store).length > 0 && { store: structuredClone(store) }),
      ...(account && { account }),
      ...(verifier && { verifier: structuredClone(verifier) }),
    };
  }

  restore(state: HunterState): void {
    this.store.restore(structuredClone(state.store ?? {}));
    this.account.restore(state.account);
    this.verifier.restore(state.verifier);
  }

  private mustBeAllowed(call: Call, path: string): void {
    // Documented to need no key, so none is looked at.
    if (path === "v2/email-count") return;
    const key = keyOf(call);
    const isTrial =
      key === TRIAL_KEY && ["v2/domain-search", "v2/email-finder", "v2/email-verifier"].includes(path);
    if (isTrial || key === (this.options.key ?? sampleKeys.hunter)) return;
    refuse(401, "authentication_failed", "No user found for the API key supplied");
  }

  /** What only the newer texts have. */
  private newerRoutes(route: (method: string, path: string, answer: Route["answer"]) => Route): Route[] {
    const { reading, options, store } = this;
    const world = {
      ...this.world,
      isOnePool: reading.credits === "one pool",
      isFree: options.isFreePlan === true,
      hasDiscover: options.hasDiscover !== false,
    };
    const answered = (data: unknown): Reply => ({ status: 200, body: { data } });
    return [
      route("GET", "sequences", (call) => listCampaigns(call, store, "sequences")),
      route("GET", "sequences/:", (_call, id = "") => answered(sequenceOf(campaignOf(store, idOf(id))))),
      route("GET", "sequences/:/stats", (_call, id = "") => answered(statsOf(campaignOf(store, idOf(id))))),
      route("POST", "leads/:/tags", (call, id = "") => tagLead(call, id, store)),
      route("GET", "leads/exist", (call) => leadExists(call, store)),
      route("GET", "people/find", (call) => findPerson(call, world)),
      route("GET", "companies/find", (call) => findCompany(call, world)),
      route("GET", "combined/find", (call) => findBoth(call, world)),
      route("GET", "domain-finder", (call) => findDomain(call, world)),
      route("POST", "discover", (call) => discover(call, world)),
      route("GET", "usage", (call) => {
        const hasOverage = call.query.get("show_overage_requests") === "true";
        const params = { show_overage_requests: hasOverage };
        return { status: 200, body: { data: this.account.usage(call.atMs, hasOverage), meta: { params } } };
      }),
      // Below companies stands companies/find.
      ...Object.entries(this.newer).flatMap(([name, records]) => [
        route("GET", name, (call) => listNewer(call, name, records)),
        route("GET", `${name}/:`, (_call, id = "") => oneNewer(id, records)),
      ]),
    ];
  }

  private makeRoutes(): Route[] {
    const { store, world, reading } = this;
    const isNew = reading.writes === "201 and 202";
    const isRenamed = reading.names === "of today";
    const listsName = isRenamed ? "leads-lists" : "leads_lists";
    const campaignsName = isRenamed ? "sequences" : "campaigns";
    const updated = this.options.updateStatus ?? 204;
    const route = (method: string, path: string, answer: Route["answer"]): Route => ({
      method,
      path: `v2/${path}`,
      answer,
    });
    const isTrial = (call: Call) => keyOf(call) === TRIAL_KEY;
    const newer = reading.calls === "of today" ? this.newerRoutes(route) : [];
    return [
      ...newer,
      route("GET", "domain-search", (call) => domainSearch(call, world, isTrial(call))),
      route("GET", "email-finder", (call) => emailFinder(call, world, isTrial(call))),
      route("GET", "email-verifier", (call) => this.verifier.answer(call, isTrial(call))),
      route("GET", "email-count", (call) => emailCount(call, world)),
      route("GET", "account", (call) => ({ status: 200, body: { data: this.account.show(call.atMs) } })),
      route("GET", "leads", (call) => listLeads(call, store, reading)),
      route("POST", "leads", (call) => createLead(call, store)),
      route("PUT", "leads", (call) => upsertLead(call, store)),
      route("GET", "leads/:", (_call, id = "") => oneLead(id, store)),
      route("PUT", "leads/:", (call, id = "") => updateLead(call, id, store, updated)),
      route("DELETE", "leads/:", (_call, id = "") => deleteLead(id, store, isNew ? 202 : 204)),
      route("GET", "leads_custom_attributes", () => listAttributes(store)),
      route("POST", "leads_custom_attributes", (call) => createAttribute(call, store)),
      route("GET", "leads_custom_attributes/:", (_call, id = "") => oneAttribute(id, store)),
      route("PUT", "leads_custom_attributes/:", (call, id = "") => updateAttribute(call, id, store, updated)),
      route("DELETE", "leads_custom_attributes/:", (_call, id = "") => deleteAttribute(id, store)),
      route("GET", "leads_lists", (call) => listLists(call, store, listsName)),
      route("POST", "leads_lists", (call) => createList(call, store)),
      route("GET", "leads_lists/:", (call, id = "") => oneList(call, id, store)),
      route("PUT", "leads_lists/:", (call, id = "") => updateList(call, id, store, updated)),
      route("DELETE", "leads_lists/:", (_call, id = "") =>
        deleteList(id, store, isNew ? 10 : Number.POSITIVE_INFINITY),
      ),
      route("GET", "campaigns", (call) => listCampaigns(call, store, campaignsName)),
      route("GET", "campaigns/:/recipients", (call, id = "") => listRecipients(call, id, store)),
      route("POST", "campaigns/:/recipients", (call, id = "") => addRecipients(call, id, store)),
      route("DELETE", "campaigns/:/recipients", (call, id = "") =>
        cancelRecipients(call, id, store, isNew ? 201 : 200),
      ),
    ];
  }
}

/** The key by either of its documented ways; the header wins. */
function keyOf(call: Call): string | null {
  return call.headers["x-api-key"] ?? call.query.get("api_key");
}
