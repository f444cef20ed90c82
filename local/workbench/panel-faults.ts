import { passingFaults, type RequestFault } from "../runtime/faults.ts";
import type { Armed, Host } from "../runtime/host.ts";
import type { FaultKind } from "./panel-messages.ts";

const HUNTR = "https://api.huntr.co";
const HUNTER = "https://api.hunter.io";

/** The calls that go to the spreadsheet's own server. */
const SHEETS_CALLS = /^(Range|Sheet|Spreadsheet|SpreadsheetApp)\./;

/** Before the kill's effect, as when Google ends an execution between two calls. */
const KILL_WHEN = "before";

/** More would outlive the session. */
const MOST_TIMES = 10_000;

interface Kind extends FaultKind {
  readonly arm: (host: Host, number: number) => void;
}

function request(id: string, label: string, outcome: RequestFault["outcome"], origin?: string): Kind {
  const arm = (host: Host, times: number) =>
    host.requestFault({ outcome, times, ...(origin !== undefined && { origin }) });
  return { id, label, counts: "times", arm };
}

function hunterError(status: number, id: string, details: string): RequestFault["outcome"] {
  return { status, body: { errors: [{ id, code: status, details }] } };
}

function huntrError(status: number, message: string): RequestFault["outcome"] {
  return { status, body: { message, error: { message, status }, errors: [{ message, status }] } };
}

/** What can be made to go wrong; statuses and bodies as the APIs' own documents give them. */
const KINDS: readonly Kind[] = [
  request("huntr-429", "Huntr: 429, too many requests", huntrError(429, "Too many requests"), HUNTR),
  request(
    "hunter-403",
    "Hunter: 403, slow down",
    hunterError(403, "rate_limit_reached", "You have reached the rate limit"),
    HUNTER,
  ),
  request(
    "hunter-429",
    "Hunter: 429, plan used up",
    hunterError(429, "usage_limit", "You have reached the usage limit of your plan"),
    HUNTER,
  ),
  request("api-500", "Any API: 500, server error", { status: 500, body: { message: "Server error" } }),
  request("api-timeout", "Any API: time-out", "timed out"),
  request("api-lost", "Any API: connection lost", "lost"),
  {
    id: "sheets-timeout",
    label: "Google: Spreadsheets timed out",
    counts: "times",
    arm: (host, times) =>
      host.fault({ call: SHEETS_CALLS, times, message: passingFaults.timedOut(host.book.id) }),
  },
  {
    id: "google-error",
    label: "Google: server error in any service",
    counts: "times",
    arm: (host, times) => host.fault({ call: /./, times, message: passingFaults.serverError }),
  },
  {
    id: "kill",
    label: "Kill the execution",
    counts: "service calls from now",
    arm: (host, call) => host.killAt({ call, when: KILL_WHEN }),
  },
];

export const faultKinds: readonly FaultKind[] = KINDS.map(({ id, label, counts }) => ({ id, label, counts }));

/** Arms the fault of this id. One of an unknown id, or a number that makes no sense, does nothing. */
export function armFault(host: Host, id: string, number: number): void {
  if (!Number.isInteger(number) || number < 1 || number > MOST_TIMES) return;
  KINDS.find((kind) => kind.id === id)?.arm(host, number);
}

function timesLeft(left: number): string {
  return left === 1 ? "once" : `${left} times`;
}

/** What is yet to happen, a sentence each. */
export function armedSentences({ calls, requests, kill }: Armed): string[] {
  const place = (origin: string | undefined) => (origin === undefined ? "any API" : new URL(origin).host);
  const outcome = ({ outcome: it }: RequestFault) => (typeof it === "string" ? it : `answers ${it.status}`);
  return [
    ...requests.map(
      ({ fault, left }) => `A request to ${place(fault.origin)} ${outcome(fault)}, ${timesLeft(left)}.`,
    ),
    ...calls.map(({ fault, left }) => `A service call throws “${fault.message}”, ${timesLeft(left)}.`),
    ...(kill
      ? [
          kill.call === 1
            ? "The execution that makes the next service call is killed."
            : `The execution that makes service call ${kill.call} from now is killed.`,
        ]
      : []),
  ];
}
