import type { Api, Rate } from "./api.ts";
import { rateFor } from "./api.ts";
import { shouldRetry, waitMs } from "./backoff.ts";
import { ApiError } from "./errors.ts";
import type { Pacer, Turn } from "./pacing.ts";
import type { HttpResponse, Json, NoAnswer, Ports } from "./ports.ts";
import { doing, type Outcome, type PendingRequest } from "./request.ts";
import { classifyResponse } from "./response.ts";

/** A batch of fetchAll stays small, for one fault of the network fails all of it (facts, 6.4). */
const MAX_SIDE_BY_SIDE = 20;

/** Others should not run into the same limit in the meantime, even when jitter lets us wait less. */
const SHORTEST_SLOW_DOWN_MS = 1_000;

/** A turn that was booked ahead is let go when it is missed by more than the pacer's windows allow for. */
const LATE_MS = 200;

export interface SenderWorld {
  readonly ports: Pick<Ports, "transport" | "clock" | "random">;
  readonly pacer: Pacer;
  /** What must not show in errors. */
  readonly secrets: readonly string[];
}

/** Sends requests to one API, as many at once as it bears. */
export class BatchSender {
  /** How long the last batch took, without the wait for its turn. */
  tookMs = 0;
  /** How many may leave side by side: halved when the API asks us to slow down, one more after each batch when not. */
  private concurrency = MAX_SIDE_BY_SIDE;
  private booked: { readonly rate: Rate; readonly count: number; readonly atMs: number } | null = null;

  constructor(
    private readonly api: Api,
    private readonly world: SenderWorld,
  ) {}

  /** Books the turn of the next batch, where it can be had before the deadline. */
  book(path: string, count: number, deadlineMs: number): void {
    const { ports, pacer } = this.world;
    const turn = pacer.reserve(path, Math.min(count, this.concurrency), deadlineMs);
    this.booked = turn.granted
      ? { rate: rateFor(this.api.rates, path), count: turn.count, atMs: ports.clock.nowMs() + turn.waitMs }
      : null;
  }

  /** Sends what is due of the open requests as one batch, after waiting for a turn; or settles what there is no time for. */
  send(open: readonly PendingRequest[], deadlineMs: number): void {
    const { ports, pacer } = this.world;
    const nowMs = ports.clock.nowMs();
    const dueMs = Math.max(nowMs, Math.min(...open.map((pending) => pending.notBeforeMs)));
    if (dueMs >= deadlineMs) {
      for (const pending of open)
        pending.outcome = this.outOfTime(pending, Math.max(dueMs, pending.notBeforeMs));
      return;
    }
    if (dueMs > nowMs) ports.clock.sleepMs(dueMs - nowMs);
    const due = this.nextBatch(open.filter((pending) => pending.notBeforeMs <= dueMs));
    const path = due[0]?.path ?? "";
    const turn =
      this.bookedTurn(path, due.length) ?? pacer.reserve(path, due.length, deadlineMs, leastOf(due));
    if (!turn.granted) {
      // Nobody who shares the allowance comes earlier, and every further try would cost a lock.
      const rate = rateFor(this.api.rates, path);
      for (const pending of open)
        if (rateFor(this.api.rates, pending.path) === rate)
          pending.outcome = this.outOfTime(pending, turn.atMs);
      return;
    }
    if (turn.waitMs > 0) ports.clock.sleepMs(turn.waitMs);
    const batch = due.slice(0, turn.count);
    this.adapt(batch, this.exchange(batch));
  }

  /** Settles what was not clear. @param account what the account's answer holds; undefined when it gave none. */
  judge(unclear: readonly PendingRequest[], account: Json | undefined): void {
    const untilMs = unclear.map((pending) =>
      this.settle(pending, pending.unclear as HttpResponse, { data: account }),
    );
    this.adapt(unclear, Math.max(...untilMs));
  }

  /** @param slowUntilMs 0 when the API did not ask us to slow down. */
  private adapt(batch: readonly PendingRequest[], slowUntilMs: number): void {
    if (slowUntilMs > 0) this.world.pacer.slowDown(batch[0]?.path ?? "", slowUntilMs);
    // Sending all that were turned away at once again would have most of them turned away again.
    this.concurrency =
      slowUntilMs > 0 ? Math.max(1, batch.length >> 1) : Math.min(MAX_SIDE_BY_SIDE, this.concurrency + 1);
  }

  private bookedTurn(path: string, count: number): Turn | null {
    const { booked } = this;
    this.booked = null;
    const nowMs = this.world.ports.clock.nowMs();
    const isGood =
      booked !== null &&
      booked.rate === rateFor(this.api.rates, path) &&
      count <= booked.count &&
      nowMs <= booked.atMs + LATE_MS;
    return isGood ? { granted: true, waitMs: Math.max(0, booked.atMs - nowMs), count } : null;
  }

  /** As many of those that share an allowance with the first as may leave at once. */
  private nextBatch(due: readonly PendingRequest[]): PendingRequest[] {
    const { path = "", isAlone = false } = due[0] ?? {};
    const { rates } = this.api;
    const rate = rateFor(rates, path);
    return due
      .filter((pending) => rateFor(rates, pending.path) === rate && pending.isAlone === isAlone)
      .slice(0, isAlone ? 1 : Math.min(this.concurrency, rate.perSecond, rate.perMinute));
  }

  /** @returns until when nobody should ask, 0 when the API did not ask us to slow down. */
  private exchange(batch: readonly PendingRequest[]): number {
    const { transport, clock } = this.world.ports;
    const sentMs = clock.nowMs();
    const answers = transport.send(batch.map((pending) => pending.request));
    this.tookMs = clock.nowMs() - sentMs;
    return Math.max(
      ...batch.map((pending, index) => {
        const answer = answers[index] as HttpResponse | NoAnswer;
        if ("fault" in answer && batch.length > 1) pending.isAlone = true;
        return this.settle(pending, answer);
      }),
    );
  }

  /** @returns until when nobody should ask, 0 when the API did not ask us to slow down. */
  private settle(
    pending: PendingRequest,
    answer: HttpResponse | NoAnswer,
    account: { readonly data: Json | undefined } | null = null,
  ): number {
    const { ports, secrets } = this.world;
    const nowMs = ports.clock.nowMs();
    pending.unclear = null;
    const response = classifyResponse(pending, answer, { api: this.api, nowMs, secrets, account });
    if ("isUnclear" in response) {
      pending.unclear = answer as HttpResponse;
      return 0;
    }
    pending.attempt += 1;
    if ("ok" in response) {
      pending.outcome = response;
      return 0;
    }
    const { error, retry } = response;
    pending.lastKind = error.kind;
    const wait = waitMs(pending.attempt, response.retryAfterMs ?? null, ports.random());
    if (shouldRetry(pending.isRepeatable, retry, pending.attempt, response.maxAttempts)) {
      pending.notBeforeMs = nowMs + wait;
    } else pending.outcome = { ok: false, error };
    return retry === "slow-down" ? nowMs + Math.max(wait, SHORTEST_SLOW_DOWN_MS) : 0;
  }

  private outOfTime(pending: PendingRequest, atMs: number): Outcome {
    const { name } = this.api;
    const why = pending.lastKind === "rate" ? `${name} asked us to slow down` : `${name} was not free`;
    const sentence = `${why}, and there was no time left to wait while ${doing(this.api, pending)}. Try again in a minute.`;
    const after = pending.lastKind === undefined ? {} : { after: pending.lastKind };
    const facts = { retryAtMs: atMs, ...after };
    return { ok: false, error: new ApiError(name, "out-of-time", sentence, facts, this.world.secrets) };
  }
}

/** What is read at no cost may leave in two halves; an answer that costs something takes long, and two would be waited for. */
function leastOf(due: readonly PendingRequest[]): number {
  return due.every(({ isRepeatable }) => isRepeatable) ? Math.ceil(due.length / 2) : due.length;
}
