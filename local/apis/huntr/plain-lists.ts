import { sortNewestFirst } from "../data/object-ids.ts";
import type { Organization } from "./organization.ts";

/** A listing that nothing filters or changes. */
interface PlainList {
  readonly records: (organization: Organization) => readonly { readonly id: string }[];
  /** Huntr's text shows it in pages, newest first; all at once unless so. */
  readonly inPages?: true;
  /** Accounts of the text of 2020 have no such call. */
  readonly isNewer?: true;
  /** The answer is the list itself. */
  readonly isBare?: true;
}

/**
 * The calls that give a plain list, by their path below `org/`. The sample data of a new table are a line here, until
 * something filters or changes them: then they want a place in `Organization` and a route in server.ts.
 */
export const PLAIN_LISTS: Readonly<Record<string, PlainList>> = {
  "organization-invitations": { records: ({ invitations }) => invitations },
  "member-fields": { records: ({ memberFields }) => memberFields },
  "board-templates": { records: ({ boardTemplates }) => boardTemplates },
  "activity-categories": { records: ({ activityCategories }) => activityCategories },
  advisors: { records: ({ newer }) => newer?.advisors ?? [], isNewer: true },
  "member-groups": { records: ({ newer }) => newer?.memberGroups ?? [], isNewer: true },
  tags: { records: ({ newer }) => newer?.tags ?? [], isNewer: true, isBare: true },
  "job-posts": { records: ({ newer }) => newer?.jobPosts ?? [], isNewer: true, inPages: true },
  "notes/members": { records: ({ newer }) => newer?.internalNotes ?? [], isNewer: true, inPages: true },
};

/** What a plain listing gives, in its order. */
export function plainList(
  { records, inPages }: PlainList,
  organization: Organization,
): readonly { id: string }[] {
  const list = records(organization);
  return inPages ? sortNewestFirst([...list]) : list;
}
