import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { buildRuntime, type RuntimeBundle } from "./bundle.ts";
import { compiled } from "./compiled.ts";
import { type Bridge, DIE, type Job, type Message, type Outcome } from "./wire.ts";

/** Megabytes of heap per execution; Google publishes no figure. */
const HEAP_MB = 512;
/** Megabytes of it for what is new. With the usual 48, what each execution leaves behind is copied more often. */
const YOUNG_MB = 96;
/** Workers that wait for the next execution. To start one takes longer than most executions do. */
const MOST_IDLE = 4;

/** One worker, in which executions run one after another. */
export class Sandbox {
  /** It can run another execution. */
  isAlive = true;
  /** Its time zone: that of this process when it was made. */
  readonly zone = process.env.TZ;
  private readonly worker: Worker;
  private readonly port: MessagePort;
  private readonly flag: Int32Array;
  private hear: ((message: Message) => void) | null = null;
  private end: ((outcome: Outcome | null) => void) | null = null;
  private fail: ((error: Error) => void) | null = null;
  /** The project's code that the worker has. */
  private code: string | null = null;
  /** The script waits for the answer to a call. */
  private isAsking = false;

  constructor(bundle: RuntimeBundle) {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    this.flag = new Int32Array(new SharedArrayBuffer(4));
    const bridge: Bridge = {
      port: port2,
      flag: this.flag,
      guest: bundle.guest,
      compiled: compiled(bundle.guest, "stand-in"),
    };
    this.worker = new Worker(bundle.worker, {
      workerData: bridge,
      transferList: [port2],
      env: {},
      stdin: false,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.port.on("message", (message: Message) => this.heard(message));
    this.worker.on("message", (outcome: Outcome) => this.ended(outcome));
    this.worker.on("error", (error: NodeJS.ErrnoException) => {
      this.isAlive = false;
      // Google ends such an execution with words of its own.
      if (error.code === "ERR_WORKER_OUT_OF_MEMORY")
        this.ended({ ok: false, error: { name: "Exception", message: "Out of memory error.", stack: "" } });
      else this.fail?.(error);
    });
    this.worker.on("exit", () => {
      this.isAlive = false;
      this.end?.(null);
    });
    this.rest();
  }

  /**
   * Runs one job.
   * @param code the project's
   * @param hear hears calls and log lines in their order; a call is answered with `answer`
   * @returns how the script ended; null when it was killed
   */
  run(code: string, job: Omit<Job, "code">, hear: (message: Message) => void): Promise<Outcome | null> {
    const isNew = this.code !== code;
    this.code = code;
    this.worker.ref();
    this.port.ref();
    this.hear = hear;
    return new Promise((resolve, reject) => {
      this.end = resolve;
      this.fail = reject;
      const given = isNew ? { text: code, compiled: compiled(code, "Code.gs") } : null;
      this.worker.postMessage({ ...job, code: given } satisfies Job);
    });
  }

  answer(text: string): void {
    this.isAsking = false;
    this.port.postMessage(text);
    Atomics.store(this.flag, 0, 1);
    Atomics.notify(this.flag, 0);
  }

  /**
   * Ends what it runs, at any point; user code cannot catch this and `finally` does not run. A script that waits for an
   * answer dies of it and leaves the worker to the next: a new one has to start and knows nothing of the code yet. One
   * that computes takes its worker with it.
   */
  async kill(): Promise<void> {
    if (this.isAsking) {
      this.answer(DIE);
      this.hear = null;
      this.end = null;
      this.rest();
      return;
    }
    this.isAlive = false;
    this.port.close();
    await this.worker.terminate();
  }

  private heard(message: Message): void {
    this.isAsking = message.kind === "call";
    this.hear?.(message);
  }

  private ended(outcome: Outcome): void {
    // Log lines come on the other port: nothing says that they were handed out before the end was.
    for (let late = receiveMessageOnPort(this.port); late; late = receiveMessageOnPort(this.port))
      this.heard(late.message as Message);
    this.rest();
    this.end?.(outcome);
  }

  /** A worker that nobody uses must not keep the program alive. */
  private rest(): void {
    this.worker.unref();
    this.port.unref();
  }
}

/** The workers of this process, for all its spreadsheets. */
export class SandboxPool {
  private static shared: Promise<SandboxPool> | null = null;
  private readonly bundle: RuntimeBundle;
  private readonly idle: Sandbox[] = [];

  private constructor(bundle: RuntimeBundle) {
    this.bundle = bundle;
    this.idle.push(new Sandbox(bundle));
  }

  static open(): Promise<SandboxPool> {
    SandboxPool.shared ??= buildRuntime().then((bundle) => new SandboxPool(bundle));
    return SandboxPool.shared;
  }

  /** One in which dates without a zone are of this process's time zone. */
  take(): Sandbox {
    const at = this.idle.findIndex(({ zone }) => zone === process.env.TZ);
    return this.idle.splice(at, at < 0 ? 0 : 1)[0] ?? new Sandbox(this.bundle);
  }

  /** @param sandbox whose execution came to its end, or died. */
  give(sandbox: Sandbox): void {
    if (!sandbox.isAlive) return;
    this.idle.push(sandbox);
    if (this.idle.length > MOST_IDLE) void this.idle.shift()?.kill();
  }
}
