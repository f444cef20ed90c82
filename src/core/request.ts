import type { Api } from "./api.ts";
import { ApiError, type ErrorKind } from "./errors.ts";
import type { HttpRequest, HttpResponse, Json } from "./ports.ts";
import type { Query } from "./query.ts";
import { queryText } from "./query.ts";

/** The platform's limit is 2,082 (facts, 1.3). */
const MAX_URL_CHARS = 2_000;

export interface GetRequest {
  readonly path: string;
  readonly query?: Query;
  /** Once one of a group meets `domain-limit`, the rest of the group is not sent. */
  readonly group?: string;
  /** An answer may cost: after one that was lost it is for whoever holds the purse to ask again. */
  readonly isPriced?: boolean;
  /** The body of what is read by POST. */
  readonly posted?: Json;
}

export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null when the answer had no body. */
  readonly body: Json;
}

/** `wasSlowed`: it came only after the API had asked us to slow down. */
export type Outcome =
  | ({ readonly ok: true; readonly wasSlowed: boolean } & Answer)
  | { readonly ok: false; readonly error: ApiError };

/** A request on its way. */
export interface PendingRequest {
  readonly request: HttpRequest;
  readonly path: string;
  readonly group: string | undefined;
  readonly isRead: boolean;
  /** Asking twice does no more than asking once. */
  readonly isRepeatable: boolean;
  attempt: number;
  /** The answers of a batch were lost, perhaps because of this one: it is not to take others along again. */
  isAlone: boolean;
  notBeforeMs: number;
  /** Why it is not done yet. */
  lastKind: ErrorKind | undefined;
  outcome: Outcome | null;
  /** An answer of which only the account tells what it means. */
  unclear: HttpResponse | null;
}

/** A request that is ready to be sent, or one that has its outcome already where sending it makes no sense. */
export function prepareRequest(
  api: Api,
  key: string | null,
  method: HttpRequest["method"],
  get: GetRequest,
  body?: Json,
): PendingRequest {
  const url = `${api.base}/${get.path}${queryText(get.query ?? {})}`;
  const headers: Record<string, string> = { accept: "application/json" };
  if (key !== null) Object.assign(headers, api.authHeader(key));
  const isRead = method === "GET" || get.posted !== undefined;
  const pending: PendingRequest = {
    request: { method, url, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) },
    path: get.path,
    group: get.group,
    isRead,
    isRepeatable: isRead && !get.isPriced,
    attempt: 0,
    isAlone: false,
    notBeforeMs: 0,
    lastKind: undefined,
    outcome: null,
    unclear: null,
  };
  if (key === null && !api.keyless.includes(get.path)) {
    const sentence = `${api.name} needs an ${api.keyWords}, and none is set. Set it under Huntsheet ▸ Set up.`;
    pending.outcome = { ok: false, error: new ApiError(api.name, "no-key", sentence) };
  } else if (url.length > MAX_URL_CHARS) {
    const sentence = `The filters are too long to send to ${api.name}. Use fewer or shorter ones.`;
    pending.outcome = { ok: false, error: new ApiError(api.name, "bad-request", sentence) };
  }
  return pending;
}

/** "reading member fields", "writing to leads". */
export function doing(api: Api, pending: PendingRequest): string {
  const part = pending.path.split("/")[0] ?? "";
  const what = part.replace(/[-_]/g, " ");
  if (pending.isRead) return api.activityNames[part] ?? `reading ${what}`;
  return pending.request.method === "DELETE" ? `removing from ${what}` : `writing to ${what}`;
}
