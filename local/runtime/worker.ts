/**
 * Runs executions one after another, each in a bare context of its own in which only what Apps Script has is there
 * (facts 8.1): nothing of one is there for the next.
 */
import { Session } from "node:inspector";
import vm from "node:vm";
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { type Bridge, type Code, DIE, type Job, type Message, type Outcome } from "./wire.ts";

/** The guest bundle's two ends; see guest/index.ts. */
interface Guest {
  install(
    call: (method: string, args: string, spentMs: number, file: string | null) => string,
    log: (level: string, text: string) => void,
    config: string,
    clock: () => number,
  ): void;
  invoke(fn: unknown, args: string): { json: string } | { promise: Promise<{ json: string }> };
}

/** A context in which nothing ran yet but the services. */
interface Fresh {
  readonly context: vm.Context;
  readonly guest: Guest;
}

const bridge = workerData as Bridge;
// From the first look at a zone on it is the worker's: the process may have another by the time a script asks.
new Date().getTimezoneOffset();
const guestScript = script(bridge.guest, "stand-in", bridge.compiled);
/** Executions of one project follow each other: its code is compiled once. */
let code: Code;
let project: vm.Script | null = null;
let next: Fresh | null = fresh();
/** What runs; null when it died. */
let running: Fresh | null = null;
/** Ends what runs on this thread, as nothing else can: see `die`. */
let session: Session | null = null;

function fresh(): Fresh {
  const context = vm.createContext(Object.create(null), {
    name: "Apps Script",
    codeGeneration: { strings: true, wasm: true },
  });
  return { context, guest: guestScript.runInContext(context) as Guest };
}

function script(code: string, filename: string, compiled: Uint8Array): vm.Script {
  return new vm.Script(code, { filename, cachedData: compiled as Buffer });
}

function post(message: Message): void {
  bridge.port.postMessage(message);
}

/** Blocks until the host has answered. The answer is JSON text; this side never looks into it. */
function call(method: string, args: string, spentMs: number, file: string | null): string {
  Atomics.store(bridge.flag, 0, 0);
  post({ kind: "call", method, args, spentMs, file });
  Atomics.wait(bridge.flag, 0, 0);
  for (;;) {
    const answer = receiveMessageOnPort(bridge.port);
    if (answer?.message === DIE) die();
    if (answer) return String(answer.message);
    // On a busy machine the flag may be here before the message.
    Atomics.wait(bridge.flag, 0, 1, 1);
  }
}

/** Ends the execution from below: no `catch` holds it and no `finally` runs, and the thread lives on. */
function die(): never {
  running = null;
  if (!session) {
    session = new Session();
    session.connect();
  }
  session.post("Runtime.terminateExecution");
  for (;;);
}

function log(level: string, text: string): void {
  post({ kind: "log", level: level as "log", text });
}

/** The global function of that name; "obj.method" works too (facts 3.2). `const` globals are found as V8 finds them. */
function globalFunction(context: vm.Context, name: string): unknown {
  if (!/^[\p{ID_Start}_$][\p{ID_Continue}$]*(\.[\p{ID_Start}_$][\p{ID_Continue}$]*)*$/u.test(name))
    return undefined;
  return vm.runInContext(`typeof ${name.split(".")[0]} === "undefined" ? undefined : ${name}`, context);
}

function failure(thrown: unknown): Outcome {
  const error = thrown as { name?: unknown; message?: unknown; stack?: unknown } | null | undefined;
  const isObject = typeof error === "object" && error !== null;
  return {
    ok: false,
    error: {
      name: isObject && "message" in error ? String(error.name ?? "Error") : "Error",
      message: isObject && "message" in error ? String(error.message) : String(thrown),
      stack: isObject ? String(error.stack ?? "") : "",
    },
  };
}

async function run(job: Job, { context, guest }: Fresh): Promise<Outcome> {
  try {
    guest.install(call, log, JSON.stringify(job.config), () => Date.now());
    if (job.code) [code, project] = [job.code, null];
    project ??= script(code.text, "Code.gs", code.compiled);
    project.runInContext(context);
    const fn = globalFunction(context, job.name);
    // facts 5.9: what Google says to a name that is not there.
    if (typeof fn !== "function") throw new Error(`Script function not found: ${job.name}`);
    const result = guest.invoke(fn, job.args);
    if ("json" in result) return { ok: true, json: result.json };
    // facts 8.1: microtasks run when the stack empties and nothing else ever does; a promise that is still
    // waiting then waits for good.
    const nothing: Outcome = { ok: true, json: "null" };
    const late = new Promise<Outcome>((resolve) => setImmediate(() => resolve(nothing)));
    return await Promise.race([result.promise.then((r): Outcome => ({ ok: true, json: r.json })), late]);
  } catch (thrown) {
    return failure(thrown);
  }
}

// facts 8.1: nobody hears of a promise that fails and that no one waits for.
process.on("unhandledRejection", () => undefined);

parentPort?.on("message", async (job: Job) => {
  const mine = next ?? fresh();
  next = null;
  running = mine;
  const outcome = await run(job, mine);
  // It died while it waited for a promise.
  if (running !== mine) return;
  // By then all microtasks have run, and nothing else is left: the script does nothing any more.
  setImmediate(() => {
    parentPort?.postMessage(outcome);
    next = fresh();
  });
});
