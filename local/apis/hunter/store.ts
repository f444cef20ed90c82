import type { CampaignRecord, CustomAttribute, LeadRecord, ListRecord } from "./shapes.ts";
import { Shelf, type ShelfState } from "./shelf.ts";

export interface HunterSeed {
  readonly leads: readonly LeadRecord[];
  readonly lists: readonly ListRecord[];
  readonly attributes: readonly CustomAttribute[];
  readonly campaigns: readonly CampaignRecord[];
  /** Addresses whose owners asked not to be processed. */
  readonly claimed: readonly string[];
}

export interface StoreState {
  readonly leads?: ShelfState<LeadRecord>;
  readonly lists?: ShelfState<ListRecord>;
  readonly attributes?: ShelfState<CustomAttribute>;
  readonly campaigns?: ShelfState<CampaignRecord>;
  readonly claimed?: readonly string[];
}

/** What people keep at Hunter, as opposed to what Hunter knows. */
export class Store {
  readonly leads: Shelf<LeadRecord>;
  readonly lists: Shelf<ListRecord>;
  readonly attributes: Shelf<CustomAttribute>;
  readonly campaigns: Shelf<CampaignRecord>;
  /** The last count, good for as long as the leads are the same. */
  private counted: { leads: readonly LeadRecord[]; counts: ReadonlyMap<number | null, number> } | undefined;
  private readonly claimedSince = new Set<string>();

  constructor(private readonly seed: HunterSeed) {
    this.leads = new Shelf(seed.leads);
    this.lists = new Shelf(seed.lists);
    this.attributes = new Shelf(seed.attributes);
    this.campaigns = new Shelf(seed.campaigns);
  }

  isClaimed(email: string): boolean {
    const address = email.toLowerCase();
    // The prefix lets anybody try it, from the command line too.
    return (
      address.startsWith("claimed.") || this.seed.claimed.includes(address) || this.claimedSince.has(address)
    );
  }

  /** From now on the owner of this address is not to be processed. */
  claim(email: string): void {
    this.claimedSince.add(email.toLowerCase());
  }

  leadByEmail(email: string): LeadRecord | undefined {
    const address = email.toLowerCase();
    return this.leads.all().find((lead) => lead.email.toLowerCase() === address);
  }

  leadsOf(listId: number): LeadRecord[] {
    return this.leads.all().filter((lead) => lead.leads_list_id === listId);
  }

  /** How many leads each list has, by its id. */
  leadsCount(listId: number): number {
    const leads = this.leads.all();
    if (this.counted?.leads !== leads) {
      const counts = new Map<number | null, number>();
      for (const lead of leads) counts.set(lead.leads_list_id, (counts.get(lead.leads_list_id) ?? 0) + 1);
      this.counted = { leads, counts };
    }
    return this.counted.counts.get(listId) ?? 0;
  }

  /** Where a lead goes that names no list: the list created last. */
  currentList(): number | null {
    return this.lists.all()[0]?.id ?? null;
  }

  state(): StoreState {
    const shelves = {
      leads: this.leads,
      lists: this.lists,
      attributes: this.attributes,
      campaigns: this.campaigns,
    };
    const changed = Object.entries(shelves)
      .map(([name, shelf]) => [name, shelf.state()] as const)
      .filter(([, state]) => state.put.length > 0 || state.gone.length > 0);
    const claimed = [...this.claimedSince];
    return { ...Object.fromEntries(changed), ...(claimed.length > 0 && { claimed }) };
  }

  restore(state: StoreState): void {
    this.leads.restore(state.leads);
    this.lists.restore(state.lists);
    this.attributes.restore(state.attributes);
    this.campaigns.restore(state.campaigns);
    this.claimedSince.clear();
    for (const email of state.claimed ?? []) this.claimedSince.add(email);
  }
}
