import { fieldAt, isJsonObject } from "../core/json.ts";
import { snakeCase } from "../core/names.ts";
import type { JsonObject } from "../core/ports.ts";
import type { ActionsTell, Changes, RecordRequest } from "../core/resource.ts";
import { linkedId } from "./nested.ts";

/**
 * What Huntr's actions tell about the records of a table (docs/apis.md, 'Changes'). An action says that something
 * happened, not always all that it changed elsewhere: an activity sets its job's dates, and an employer's new name
 * stands in all its jobs. That a member is active again no action tells, and of nothing else of members many an account:
 * jobs and activities that show whether one is active are read whole.
 */

/** The text says only that ids begin with their second of creation; a second is left on either side. */
const SECONDS_AROUND = 2;

const jobOf = linkedId("job").value;
const activityOf = linkedId("activity").value;
const employerOf = linkedId("employer").value;
const memberOf = linkedId("member").value;

export const jobChanges: ActionsTell = (actions, { columns, isNew = every }) => {
  if (showsMembers(columns)) return null;
  const ids = new Ids();
  for (const action of actions) {
    const type = String(action.actionType);
    const isTold = isNew(action);
    // No listing of jobs is by employer.
    if (isTold && ofEmployer(type) && showsEmployer(action, columns)) return null;
    const id = jobOf(action);
    if (typeof id !== "string") continue;
    const lookup = { path: `jobs/${encodeURIComponent(id)}`, query: {} };
    ids.add(id, type, /^JOB_/.test(type), isTold && !/^(NOTE|CONTACT)_/.test(type) ? lookup : null);
  }
  return { ...ids, lists: [] };
};

/** What tells of a job, or of who owns it, tells of its journey. */
export const journeyChanges: ActionsTell = (actions, table) => {
  const told = jobChanges(actions, table);
  if (!told) return null;
  const { isNew = every } = table;
  const lists: RecordRequest[] = [];
  for (const action of actions) {
    if (action.actionType !== "MEMBER_UPDATED" || !isNew(action)) continue;
    const id = memberOf(action);
    if (typeof id !== "string") return null;
    lists.push({ query: { owner_member_id: id } });
  }
  return { ...told, lists };
};

export const activityChanges: ActionsTell = (actions, { columns, filters, isNew = every }) => {
  if (showsMembers(columns)) return null;
  const ids = new Ids();
  const lists: RecordRequest[] = [];
  const older: RecordRequest[] = [];
  for (const action of actions) {
    const type = String(action.actionType);
    const id = activityOf(action);
    const job_id = jobOf(action);
    const employer_id = employerOf(action);
    const isTold = isNew(action);
    if (typeof id === "string") {
      const isOwn = /^ACTIVITY_/.test(type);
      const lookup = { query: typeof job_id === "string" ? { job_id } : aroundCreation(id) };
      ids.add(id, type, isOwn, isTold && isOwn ? lookup : null);
    }
    if (!isTold) continue;
    if (ofEmployer(type)) {
      if (typeof employer_id === "string" && showsEmployer(action, columns))
        lists.push({ query: { employer_id } });
    } else if (type === "JOB_DELETED" && typeof job_id === "string") {
      // Its activities went with it, and they have not all to tell so: their own actions say which they were.
      older.push({ query: { job_id } });
    } else if (/^JOB_(?!CREATED$|MOVED$)/.test(type) && typeof job_id === "string") {
      // Activities of the job may now be of another employer, or be back, and nothing tells which they were.
      if (filters.employer_id !== undefined) return null;
      lists.push({ query: { job_id } });
    }
  }
  return { ...ids, lists, older };
};

export const memberChanges: ActionsTell = (actions, { filters, isNew = every }) => {
  // Which part of the list a member belongs to is nothing that actions tell for good.
  if (Object.keys(filters).length > 0) return null;
  const ids = new Ids();
  for (const action of actions) {
    const type = String(action.actionType);
    if (!/^MEMBER_/.test(type)) continue;
    const isTold = isNew(action);
    const id = memberOf(action);
    if (typeof id === "string") {
      const lookup = { path: `members/${encodeURIComponent(id)}`, query: {} };
      ids.add(id, type, true, isTold ? lookup : null);
    } else if (isTold) return null;
  }
  // No listing of members is by time of creation: the new ones are asked for one by one.
  return { ...ids, created: new Set(), lists: [] };
};

/** Ids of records, told by actions that come newest first. */
class Ids implements Omit<Changes, "lists"> {
  readonly created = new Set<string>();
  readonly gone = new Set<string>();
  readonly touched = new Map<string, RecordRequest>();
  /** Something happened to them after the actions that are still to come: a deletion among these was undone. */
  private readonly later = new Set<string>();

  /**
   * @param isOwn the action is on the record itself, not on what belongs to it.
   * @param lookup where the record is found; null for an action that changes nothing in the table, or did so before.
   */
  add(id: string, type: string, isOwn: boolean, lookup: RecordRequest | null): void {
    const isDeletion = /_DELETED$/.test(type);
    if (isDeletion && isOwn && lookup && !this.later.has(id)) this.gone.add(id);
    if (!isDeletion) this.later.add(id);
    if (!lookup) return;
    if (isOwn && /_CREATED$/.test(type)) this.created.add(id);
    if (!this.touched.has(id)) this.touched.set(id, lookup);
  }
}

function every(): boolean {
  return true;
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

function aroundCreation(id: string): RecordRequest["query"] {
  const second = Number.parseInt(id.slice(0, 8), 16);
  return { created_after: second - SECONDS_AROUND, created_before: second + SECONDS_AROUND };
}
