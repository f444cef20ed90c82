import type { Reply } from "../wire/call.ts";

/** One fault of a request, in Huntr's words ("Error format" in its text). */
export interface Fault {
  readonly message: string;
  readonly param?: string;
  readonly value?: unknown;
  readonly location?: "body" | "query" | "params" | "cookies" | "headers";
}

/** A refusal on its way to becoming an answer. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly faults: readonly Fault[],
  ) {
    super(faults[0]?.message ?? `status ${status}`);
  }
}

export function refuse(status: number, fault: Fault): never {
  throw new Refusal(status, [fault]);
}

/** The documented error response: the first fault twice, and all of them. */
export function refusalReply(
  status: number,
  faults: readonly Fault[],
  headers?: Record<string, string>,
): Reply {
  const errors = faults.map((fault) => ({ ...fault, status }));
  return {
    status,
    ...(headers && { headers }),
    body: { message: errors[0]?.message ?? "", error: errors[0], errors },
  };
}
