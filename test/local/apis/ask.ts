import type { HunterServer, HuntrServer } from "../../../local/apis/index.ts";
import { sampleKeys } from "../../../local/apis/index.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // The tests look into answers of every shape.
  // biome-ignore lint/suspicious/noExplicitAny: an answer is whatever the server sent
  readonly body: any;
}

export interface Question {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** The virtual clock's time, milliseconds since 1970. */
  readonly atMs?: number;
}

async function ask(url: string, auth: Record<string, string>, question: Question): Promise<Answer> {
  const { method = "GET", body, headers, atMs } = question;
  const response = await fetch(url, {
    method,
    headers: {
      ...auth,
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(atMs !== undefined && { "x-virtual-time": new Date(atMs).toISOString() }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = text !== "" && response.headers.get("content-type")?.includes("json");
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** Asks the sample Huntr, with its token unless other headers say otherwise. */
export function askHuntr(server: HuntrServer, path: string, question: Question = {}): Promise<Answer> {
  return ask(`${server.url}/org/${path}`, { authorization: `Bearer ${sampleKeys.huntr}` }, question);
}

/** Asks the sample Hunter, with its key unless other headers say otherwise. */
export function askHunter(server: HunterServer, path: string, question: Question = {}): Promise<Answer> {
  return ask(`${server.url}/v2/${path}`, { "x-api-key": sampleKeys.hunter }, question);
}

/** Follows a Huntr listing by its cursor to whatever end it has. */
export async function allPages(
  server: HuntrServer,
  path: string,
  limit = 499,
): Promise<{ data: unknown[]; pages: number }> {
  const data: unknown[] = [];
  const joiner = path.includes("?") ? "&" : "?";
  let next: unknown;
  for (let pages = 1; ; pages++) {
    const { body } = await askHuntr(server, `${path}${joiner}limit=${limit}${next ? `&next=${next}` : ""}`);
    data.push(...body.data);
    next = body.next;
    if (body.data.length === 0 || !next || next === "inf") return { data, pages };
  }
}
