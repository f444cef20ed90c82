import type { Api, Retry } from "./api.ts";
import { ruleFor } from "./api.ts";
import { retryAfterMs } from "./backoff.ts";
import { ApiError, type ErrorFacts, type ErrorKind, tidyMessage } from "./errors.ts";
import type { HttpResponse, Json, NoAnswer } from "./ports.ts";
import { doing, type Outcome, type PendingRequest } from "./request.ts";

/** What a fault or a bad answer comes to, before it is decided whether to ask again. */
interface Failure {
  readonly error: ApiError;
  readonly retry: Retry;
  readonly maxAttempts?: number | undefined;
  readonly retryAfterMs?: number | null;
}

/** What only the account can tell. */
interface Unclear {
  readonly isUnclear: true;
}

/** Whose answer it is, when it came, and what must not show in its errors. */
interface Answered {
  readonly api: Api;
  readonly nowMs: number;
  readonly secrets: readonly string[];
  /** What the account's answer holds, undefined when it gave none; null before it was asked. */
  readonly account: { readonly data: Json | undefined } | null;
}

/** What came back for a request: its outcome, what went wrong with it, or that the account is to be asked first. */
export function classifyResponse(
  pending: PendingRequest,
  answer: HttpResponse | NoAnswer,
  { api, nowMs, secrets, account }: Answered,
): Outcome | Failure | Unclear {
  const fail = (kind: ErrorKind, sentence: string, facts: ErrorFacts = {}) =>
    new ApiError(api.name, kind, sentence, facts, secrets);
  if ("fault" in answer) {
    const sentence = unreachable(api, pending, answer);
    return { error: fail("unreachable", sentence), retry: answer.mayPass ? "again" : "no" };
  }
  const parsed = parseBody(answer.body);
  const message = parsed.ok ? api.messageIn(parsed.body) : null;
  const asked = retryAfterMs(answer.headers["retry-after"], nowMs);
  const signs = { status: answer.status, message, retryAfterMs: asked, isForeign: !parsed.ok };
  const first = ruleFor(api, pending.path, signs);
  if (first !== null) {
    if (first.byAccount && account === null) return { isUnclear: true };
    const rule = { ...first, ...first.byAccount?.(account?.data, pending.path) };
    const own = message === null || rule.isWhole ? "" : ` ${api.name}: ${tidyMessage(message.text)}`;
    const rest = asked ?? rule.restMs;
    const error = fail(rule.kind, rule.sentence.replace("{doing}", doing(api, pending)) + own, {
      status: answer.status,
      ...(rest === undefined ? {} : { retryAtMs: nowMs + rest }),
      ...(message?.code === undefined ? {} : { code: message.code }),
    });
    return { error, retry: rule.retry ?? "no", maxAttempts: rule.maxAttempts, retryAfterMs: asked };
  }
  const mayBeEmpty = answer.status === 204 || pending.request.method !== "GET";
  if (parsed.ok && (parsed.body !== null || mayBeEmpty)) {
    const wasSlowed = pending.lastKind === "rate";
    return { ok: true, wasSlowed, status: answer.status, headers: answer.headers, body: parsed.body };
  }
  const sentence = `${api.name} answered with something that is not data while ${doing(api, pending)}. Try again later.`;
  return { error: fail("malformed", sentence, { status: answer.status }), retry: "again" };
}

/** The fault's own text repeats the whole URL, filters and all (facts, 6.3): it is left out. */
function unreachable(api: Api, pending: PendingRequest, { mayPass }: NoAnswer): string {
  const todo = mayPass
    ? "Try again in a few minutes."
    : "Ask whoever looks after your network whether the address is blocked.";
  return `${api.name} could not be reached while ${doing(api, pending)}. ${todo}`;
}

function parseBody(text: string): { readonly ok: true; readonly body: Json } | { readonly ok: false } {
  if (text.trim() === "") return { ok: true, body: null };
  try {
    return { ok: true, body: JSON.parse(text) as Json };
  } catch {
    return { ok: false };
  }
}
