import { fieldAt, isJsonObject } from "../core/json.ts";
import { snakeCase } from "../core/names.ts";
import type { JsonObject } from "../core/ports.ts";
import type { ActionsTell, Changes, Lookup } from "../core/resource.ts";
import { linkedId } from "./nested.ts";

/**
 * What Huntr's actions tell about the records of a table (api/README, 'Changes'). An action says that something
 * happened, not always all that it changed elsewhere: an activity sets its job's dates, and an employer's new name
 * stands in all its jobs. Of members and their being active no action tells: a table that shows it is read whole.
 */

/** The text says only that ids begin with their second of creation; a second is left on either side. */
const SECONDS_AROUND = 2;

const jobOf = linkedId("job").value;
const activityOf = linkedId("activity").value;
const employerOf = linkedId("employer").value;

export const jobChanges: ActionsTell = (actions, { columns }) => {
  if (showsMembers(columns)) return null;
  const ids = new Ids();
  for (const action of actions) {
    const type = String(action.actionType);
    // No listing of jobs is by employer.
    if (ofEmployer(type) && showsEmployer(action, columns)) return null;
    const id = jobOf(action);
    if (/^(NOTE|CONTACT)_/.test(type) || typeof id !== "string") continue;
    ids.add(id, type.replace(/^ACTIVITY_.*/, ""), { path: `jobs/${encodeURIComponent(id)}`, query: {} });
  }
  return { ...ids, lists: [] };
};

export const activityChanges: ActionsTell = (actions, { columns, filters }) => {
  if (showsMembers(columns)) return null;
  const ids = new Ids();
  const lists: Lookup[] = [];
  const older: Lookup[] = [];
  for (const action of actions) {
    const type = String(action.actionType);
    const id = activityOf(action);
    const job_id = jobOf(action);
    const employer_id = employerOf(action);
    if (/^ACTIVITY_/.test(type)) {
      if (typeof id === "string")
        ids.add(id, type, { query: typeof job_id === "string" ? { job_id } : aroundCreation(id) });
    } else if (ofEmployer(type)) {
      if (typeof employer_id === "string" && showsEmployer(action, columns))
        lists.push({ query: { employer_id } });
    } else if (type === "JOB_DELETED" && typeof job_id === "string") {
      // Its activities went with it, and they have not all to tell so: their own actions say which they were.
      older.push({ query: { job_id } });
    } else if (type === "JOB_UPDATED" && typeof job_id === "string") {
      // Activities of the job may now be of another employer, and nothing tells which they were.
      if (filters.employer_id !== undefined) return null;
      lists.push({ query: { job_id } });
    }
  }
  return { ...ids, lists, older };
};

/** Ids of records, told by actions that come newest first. */
class Ids implements Omit<Changes, "lists"> {
  readonly created = new Set<string>();
  readonly gone = new Set<string>();
  readonly touched = new Map<string, Lookup>();

  add(id: string, type: string, lookup: Lookup): void {
    if (/_DELETED$/.test(type)) this.gone.add(id);
    if (/_CREATED$/.test(type)) this.created.add(id);
    if (!this.touched.has(id)) this.touched.set(id, lookup);
  }
}

/** One that was just made is nobody's employer yet. */
function ofEmployer(type: string): boolean {
  return /^ORGANIZATION_COMPANY_(?!CREATED)/.test(type);
}

function showsMembers(columns: readonly string[]): boolean {
  return columns.some((name) => /_is_active$/.test(name));
}

/** Whether what an action changed of an employer stands in one of these columns of a job or an activity. */
function showsEmployer(action: JsonObject, columns: readonly string[]): boolean {
  const update = fieldAt(action, "update");
  if (!isJsonObject(update)) return columns.some((name) => /^employer/.test(name));
  const changed = Object.keys(update).map((name) =>
    name === "name" ? "employer" : `employer_${snakeCase(name)}`,
  );
  return changed.some((name) => columns.includes(name));
}

function aroundCreation(id: string): Lookup["query"] {
  const second = Number.parseInt(id.slice(0, 8), 16);
  return { created_after: second - SECONDS_AROUND, created_before: second + SECONDS_AROUND };
}
