/** The guest's line to the host: one synchronous call, JSON text both ways. Set once by `connect`. */

import { CLOCK_READ_MS } from "../costs.ts";
import type { Answer, JobConfig } from "../wire.ts";

type Send = (method: string, args: string, spentMs: number, file: string | null) => string;

let send: Send = () => {
  throw new Error("the stand-in is not connected yet");
};
let config: JobConfig | null = null;
let nowMs = 0;
let spentMs = 0;
/** The id of the file that the calls at hand are about; null for the one that the execution is in. */
let file: string | null = null;

/** The thread's clock, milliseconds since 1970: the one that the host goes by as well. */
let realNow: () => number = Date.now;

export function connect(call: Send, text: string, clock: () => number): JobConfig {
  send = call;
  realNow = clock;
  config = JSON.parse(text) as JobConfig;
  nowMs = config.nowMs ?? 0;
  return config;
}

export function job(): JobConfig {
  if (!config) throw new Error("the stand-in is not connected yet");
  return config;
}

/**
 * One service call.
 * @throws Error with Google's name and text when the host refuses
 */
export function call<T>(method: string, args: unknown = null): T {
  const spent = spentMs;
  spentMs = 0;
  const answer = JSON.parse(send(method, JSON.stringify(args), spent, file)) as Answer;
  nowMs = answer.now;
  if ("e" in answer) throw exception(answer.e.message, answer.e.name);
  return answer.v as T;
}

export function fileAtHand(): string | null {
  return file;
}

/** Does something that is about another file, or about none that was opened. */
export function inFile<T>(id: string | null, work: () => T): T {
  const before = file;
  file = id;
  try {
    return work();
  } finally {
    file = before;
  }
}

/** The instant as the script sees it. Each look costs a little, so that waiting in a loop ends, and ends the same everywhere. */
export function now(): number {
  if (job().nowMs === null) return realNow() + job().aheadMs;
  spentMs += CLOCK_READ_MS;
  if (nowMs + spentMs > job().deadlineMs) call("Date.now");
  return Math.floor(nowMs + spentMs);
}

/** facts 5.9: what services throw is an Error whose name is "Exception". */
export function exception(message: string, name = "Exception"): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
