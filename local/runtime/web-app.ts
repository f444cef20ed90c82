import type { Manifest, Project } from "./project.ts";
import type { Execution } from "./report.ts";

/** A request to the web app's address. */
export interface WebRequest {
  /** The query, in its order; names may repeat. */
  readonly query?: readonly (readonly [string, string])[];
  /** What follows /exec in the address: "jobs/7". */
  readonly pathInfo?: string;
  /** Who is signed in to Google where the request comes from; nobody, unless given. */
  readonly as?: string | null;
  /** facts 7.3: `exec`, unless given, runs the version that was deployed; `dev` the newest code, for editors only. */
  readonly to?: "exec" | "dev";
}

/** What /exec runs. */
export interface Deployment {
  /** Counts from 1. */
  readonly version: number;
  /** The code as it was. */
  readonly project: Project;
  /** Who deployed it: USER_DEPLOYING runs as that person. */
  readonly deployer: string;
}

export interface PostOptions extends WebRequest {
  readonly type?: string;
}

/** What the caller of a web app sees. */
export interface WebAnswer {
  readonly execution: Execution;
  readonly status: number;
  /** Where a 302 leads. `Host.follow` answers what is there. */
  readonly location: string | null;
  /** The page; of text, what a caller that follows the redirect ends up with. */
  readonly body: string;
}

/** facts 7.3: names in the query that break the request, so that the script never runs. */
const RESERVED_QUERY_NAMES: readonly string[] = ["c", "sid"];

/** What a web app's function returned, told by the guest. */
export type WebResult =
  | { readonly kind: "html"; readonly body: string }
  | { readonly kind: "text"; readonly body: string; readonly type: string };

const FORM = "application/x-www-form-urlencoded";

function parametersOf(pairs: readonly (readonly [string, string])[]): Record<string, unknown> {
  const parameter: Record<string, string> = {};
  const parameters: Record<string, string[]> = {};
  for (const [name, value] of pairs) {
    parameter[name] ??= value;
    parameters[name] = [...(parameters[name] ?? []), value];
  }
  return { parameter, parameters };
}

/** facts 7.3: what doGet receives, and doPost with more. There are no request headers in it. */
export function getEvent({ query = [], pathInfo }: WebRequest): Record<string, unknown> {
  const named = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return {
    ...parametersOf(query),
    queryString: named.join("&"),
    contextPath: "",
    contentLength: -1,
    ...(pathInfo !== undefined && { pathInfo }),
  };
}

/** facts 7.3. [K]: the fields of a posted form stand among the parameters, behind those of the query. */
export function postEvent(body: string, o: PostOptions): Record<string, unknown> {
  const type = o.type ?? "application/json";
  const length = Buffer.byteLength(body);
  const fields = type.startsWith(FORM) ? [...new URLSearchParams(body)] : [];
  return {
    ...getEvent(o),
    ...parametersOf([...(o.query ?? []), ...fields]),
    contentLength: length,
    postData: { contents: body, type, length, name: "postData" },
  };
}

/** Where Google sends who has to sign in first ([K]). */
const SIGN_IN = "https://accounts.google.com/ServiceLogin";

interface WebRefusal {
  readonly status: 302 | 403 | 405;
  readonly why: string;
}

const UNSIGNED: WebRefusal = { status: 302, why: "Only people who are signed in may use this web app." };
const STRANGER: WebRefusal = { status: 403, why: "You need access. Ask the owner of this web app." };

/**
 * Why a request never reaches the script; null when it does. The status of people who are not let in is [K].
 * @param owner who deployed it
 * @param editors who may edit the script
 */
export function refusalOf(
  { access }: Manifest,
  owner: string,
  editors: readonly string[],
  { query = [], as = null, to }: WebRequest,
): WebRefusal | null {
  // D:apps-script/guides/web.
  if (query.some(([name]) => RESERVED_QUERY_NAMES.includes(name)))
    return { status: 405, why: "Sorry, the file you have requested does not exist." };
  if (to === "dev") return as === null ? UNSIGNED : editors.includes(as) ? null : STRANGER;
  if (access === "ANYONE_ANONYMOUS") return null;
  if (as === null) return UNSIGNED;
  const domain = (address: string) => address.slice(address.indexOf("@"));
  const isAllowed =
    access === "ANYONE" || as === owner || (access === "DOMAIN" && domain(as) === domain(owner));
  return isAllowed ? null : STRANGER;
}

const page = (message: string) => `<!DOCTYPE html><html><body><div>${message}</div></body></html>`;

/** facts 7.3: HTML answers 200, text 302 to `echo`; a failure is a page too, with status 200 ([?] there). */
export function webAnswer(execution: Execution, echo: string): WebAnswer {
  if (!execution.ok) {
    const message =
      "killed" in execution ? execution.killed : `${execution.error.name}: ${execution.error.message}`;
    return { execution, status: 200, location: null, body: page(message) };
  }
  const { kind, body } = execution.value as WebResult;
  return kind === "html"
    ? { execution, status: 200, location: null, body }
    : { execution, status: 302, location: echo, body };
}

export function refusedAnswer(execution: Execution, { status, why }: WebRefusal): WebAnswer {
  return { execution, status, location: status === 302 ? SIGN_IN : null, body: page(why) };
}
