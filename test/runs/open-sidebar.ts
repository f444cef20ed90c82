import type { Host } from "../../local/runtime/host.ts";
import type { RunView } from "../../src/ui/calls.ts";
import { CallFailure } from "../../src/ui/sidebar/parts/call-failure.ts";
import type { Server } from "../../src/ui/sidebar/parts/server.ts";
import { RunWorker } from "../../src/ui/sidebar/progress/worker.ts";
import { json } from "../rig.ts";

/** A sidebar is not left open for longer than this for a run that waits. */
const PATIENCE_MS = 15 * 60_000;

/** Has the progress sidebar's own worker, on the file's clock, carry a person's runs until none goes on by itself soon. */
export async function watchUntilDone(host: Host): Promise<readonly RunView[]> {
  let timer: { atMs: number; wake: () => void } | null = null;
  let calls = 0;
  let running = 0;
  let runs: readonly RunView[] | null = null;
  let over: () => void = () => undefined;
  const isOver = new Promise<void>((resolve) => {
    over = resolve;
  });
  const isResting = ({ status, waitUntilMs = 0 }: RunView) =>
    (status !== "queued" && status !== "running") || waitUntilMs > host.now() + PATIENCE_MS;
  /** Wakes the page when it is time. While nothing is under way, the clock goes on to that by itself. */
  async function rest(): Promise<void> {
    if (calls === 0 && runs?.every(isResting)) {
      timer = null;
      return over();
    }
    if (!timer || (calls + running > 0 && timer.atMs > host.now())) return;
    const { atMs, wake } = timer;
    timer = null;
    if (atMs > host.now()) await host.advance(atMs - host.now());
    wake();
  }
  host.on("call", () => setImmediate(rest));
  host.on("started", () => {
    running++;
  });
  host.on("ended", () => {
    running--;
    setImmediate(rest);
  });
  const server = new Proxy({} as Server, {
    get:
      (_, name: string) =>
      async (...values: string[]) => {
        calls++;
        try {
          return await json(host.rpc(name, values));
        } catch (error) {
          throw new CallFailure("thrown", (error as Error).message);
        } finally {
          calls--;
          setImmediate(rest);
        }
      },
  });
  const watch = {
    nowMs: () => host.now(),
    isSeen: () => true,
    wakeIn: (ms: number, wake: () => void) => {
      timer = { atMs: host.now() + ms, wake };
      setImmediate(rest);
    },
  };
  new RunWorker(server, watch, (progress) => {
    runs = progress.runs;
  }).look();
  await isOver;
  return runs ?? [];
}
