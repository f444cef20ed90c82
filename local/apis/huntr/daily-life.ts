import { Dice, textHash } from "../data/dice.ts";
import { someAdvert, someTitle } from "../data/postings.ts";
import type { Changes } from "./changes.ts";
import type { Organization } from "./organization.ts";
import { boardStages } from "./seed.ts";
import type { Job, Member } from "./shapes.ts";

const DAY = 86_400;
const EVENTS_A_DAY = 8;
/** People look after what they began lately. */
const RECENT_JOBS = 150;
const CATEGORIES = ["Follow Up", "Email", "Phone Call", "Meeting", "Reach Out"];

/** Something that a member does by themselves, and when, Unix seconds. */
export interface LifeEvent {
  readonly at: number;
  readonly dice: Dice;
}

/**
 * When something happens in an organisation after its seed's present: the same for the same present, however often and
 * in whatever steps it is asked for.
 * @param since the seed's present, Unix seconds
 * @returns the events after `from` up to `until`, in their order
 */
export function lifeEvents(since: number, from: number, until: number): LifeEvent[] {
  const events: LifeEvent[] = [];
  for (let day = Math.floor((from - since) / DAY); since + day * DAY < until; day++) {
    for (let index = 0; index < EVENTS_A_DAY; index++) {
      const dice = new Dice(textHash(`${since} ${day} ${index}`));
      const at = since + day * DAY + dice.between(1, DAY);
      if (at > from && at <= until) events.push({ at, dice });
    }
  }
  return events.sort((a, b) => a.at - b.at);
}

type Change = <Name extends keyof Changes>(name: Name, ...rest: RestOf<Changes[Name]>) => unknown;
type RestOf<F> = F extends (scene: never, ...rest: infer Rest) => unknown ? Rest : never;

/** Has one event happen: a new job, a job that goes on along its board, or an activity. */
export function happen({ dice }: LifeEvent, organization: Organization, change: Change): void {
  const job = someRecentJob(dice, organization);
  if (!job || dice.chance(0.35)) {
    addJob(dice, organization, change);
    return;
  }
  const stages = stagesOf(organization, job.ownerMember.id);
  const at = stages.indexOf(job.list?.name ?? "");
  if (at >= 0 && at < stages.length - 2 && dice.chance(0.6)) {
    const next = dice.chance(0.7) ? stages[at + 1] : stages.at(-1);
    change("moveJob", job.id, String(next));
    return;
  }
  change("createActivity", { job: job.id, category: dice.pick(CATEGORIES), completed: dice.chance(0.5) });
}

function someRecentJob(dice: Dice, { jobs }: Organization): Job | undefined {
  return jobs.length > 0 ? dice.pick(jobs.slice(0, RECENT_JOBS)) : undefined;
}

function addJob(dice: Dice, organization: Organization, change: Change): void {
  const seekers = organization.members.filter(({ isActive }) => isActive);
  if (seekers.length === 0 || organization.employers.length === 0) return;
  const owner = dice.pick(seekers);
  const advert = someAdvert(dice);
  change("createJob", {
    owner: owner.id,
    employer: dice.pick(organization.employers).id,
    title: someTitle(dice, String(fieldOf(organization, owner, "Program"))),
    description: advert.text,
    htmlDescription: advert.html,
    stage: String(stagesOf(organization, owner.id)[0] ?? "Wishlist"),
  });
}

/** The stages of the board that a member's jobs stand on. */
function stagesOf(organization: Organization, memberId: string): readonly string[] {
  const member = organization.members.find(({ id }) => id === memberId);
  return boardStages(member && String(fieldOf(organization, member, "Cohort")));
}

function fieldOf(organization: Organization, member: Member, name: string): unknown {
  const fieldId = organization.memberFields.find((field) => field.name === name)?.id;
  return member.memberFieldValues.find((entry) => entry.fieldId === fieldId)?.value;
}
