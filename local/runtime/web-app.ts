import type { Execution } from "./report.ts";

export interface PostOptions {
  /** The query, in its order; names may repeat. */
  readonly query?: readonly (readonly [string, string])[];
  readonly type?: string;
}

/** What the caller of a web app sees. */
export interface WebAnswer {
  readonly execution: Execution;
  readonly status: number;
  readonly body: string;
}

/** facts 7.3: names in the query that break the request, so that doPost never runs. */
export const RESERVED_QUERY_NAMES: readonly string[] = ["c", "sid"];

/** facts 7.3: what doPost receives. There are no request headers in it. */
export function postEvent(body: string, o: PostOptions): Record<string, unknown> {
  const parameter: Record<string, string> = {};
  const parameters: Record<string, string[]> = {};
  for (const [name, value] of o.query ?? []) {
    parameter[name] ??= value;
    parameters[name] = [...(parameters[name] ?? []), value];
  }
  const queryString = (o.query ?? []).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return {
    parameter,
    parameters,
    queryString: queryString.join("&"),
    contextPath: "",
    contentLength: Buffer.byteLength(body),
    postData: {
      contents: body,
      type: o.type ?? "application/json",
      length: Buffer.byteLength(body),
      name: "postData",
    },
  };
}

/** facts 7.3: text answers 302 to a page that has it, HTML answers 200; a failure is a page too, with status 200. */
export function webAnswer(execution: Execution): WebAnswer {
  if (!execution.ok) {
    const message =
      "killed" in execution ? execution.killed : `${execution.error.name}: ${execution.error.message}`;
    return { execution, status: 200, body: `<!DOCTYPE html><html><body><div>${message}</div></body></html>` };
  }
  const { kind, body } = execution.value as { kind: "html" | "text"; body: string };
  return { execution, status: kind === "html" ? 200 : 302, body };
}
