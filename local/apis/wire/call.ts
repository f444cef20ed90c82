/** One request as a sample server sees it: read to its end, and stamped with the time that it counts at. */
export interface Call {
  /** 1 for the first request of the server's life. */
  readonly number: number;
  readonly method: string;
  /** Path without the query, as sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text; "" when there is none. */
  readonly text: string;
  /** Milliseconds since 1970 on the clock that limits are judged by (see clock.ts). */
  readonly atMs: number;
}

/** An answer; without a body it is sent with no content. A string body goes out as it is, all else as JSON. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What a test may look up afterwards about a request. Headers are those that arrived, keys and all. */
export interface SeenRequest {
  readonly method: string;
  /** Path with its query, as sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What was answered; 0 while under way, and for good when the connection was dropped. */
  status: number;
  readonly atMs: number;
}

/** The parsed body of a call: undefined when it is not JSON or was not sent as JSON, as a web framework would have it. */
export function jsonBody(call: Call): unknown {
  if (!(call.headers["content-type"] ?? "").includes("json")) return undefined;
  try {
    return JSON.parse(call.text) as unknown;
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether the caller takes JSON: by saying so, by taking anything, or by saying nothing. */
export function takesJson(call: Call): boolean {
  const accept = call.headers.accept;
  return accept === undefined || accept === "" || /json|\*\/\*|application\/\*/i.test(accept);
}
