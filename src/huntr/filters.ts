import type { Filter } from "../core/resource.ts";

/** Whose ids they are, by how the filter's name ends. Jobs and activities are too many to choose from. */
const TABLES: Readonly<Record<string, string>> = {
  member_id: "huntr.members",
  employer_id: "huntr.employers",
  category_id: "huntr.activity-categories",
};

/** Filters that keep what belongs to one thing. @param help by the filter's name: "of this job". */
export function idFilters(records: string, help: Readonly<Record<string, string>>): Filter[] {
  return Object.entries(help).map(([name, which]) => {
    const of = TABLES[name.replace(/^.*_(?=[a-z]+_id$)/, "")];
    return { name, kind: "text", help: `Only ${records} ${which}.`, ...(of ? { of } : {}) };
  });
}

export function createdFilters(records: string): Filter[] {
  return ["after", "before"].map((side) => ({
    name: `created_${side}`,
    kind: "time",
    help: `Only ${records} created ${side} this time.`,
  }));
}
