import type { Filter } from "../core/resource.ts";

/** Filters that keep what belongs to one thing. @param phrases by the filter's name: "of this job". */
export function idFilters(records: string, phrases: Readonly<Record<string, string>>): Filter[] {
  return Object.keys(phrases).map((name) => ({
    name,
    kind: "text",
    help: `Only ${records} ${phrases[name]}.`,
  }));
}

export function createdFilters(records: string): Filter[] {
  return ["after", "before"].map((side) => ({
    name: `created_${side}`,
    kind: "time",
    help: `Only ${records} created ${side} this time.`,
  }));
}
