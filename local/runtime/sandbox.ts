import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { buildRuntime, type RuntimeBundle } from "./bundle.ts";
import { compiled } from "./compiled.ts";
import type { Bridge, Job, Message, Outcome } from "./wire.ts";

/** Megabytes of heap per execution; Google publishes no figure. */
const HEAP_MB = 512;

/** One worker, used for one execution and then thrown away. */
export class Sandbox {
  private readonly worker: Worker;
  private readonly port: MessagePort;
  private readonly flag: Int32Array;

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
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    // A spare that nobody uses must not keep the program alive.
    this.worker.unref();
    this.port.unref();
  }

  /**
   * Runs one job.
   * @param onMessage hears calls and log lines in their order; a call is answered with `answer`
   * @returns how the script ended; null when it was killed
   */
  run(job: Job, onMessage: (message: Message) => void): Promise<Outcome | null> {
    this.worker.ref();
    this.port.ref();
    this.port.on("message", onMessage);
    return new Promise((resolve, reject) => {
      this.worker.once("message", (outcome: Outcome) => {
        // Log lines come on the other port: nothing says that they were handed out before the end was.
        for (let late = receiveMessageOnPort(this.port); late; late = receiveMessageOnPort(this.port))
          onMessage(late.message as Message);
        resolve(outcome);
      });
      this.worker.once("error", (error: NodeJS.ErrnoException) => {
        // Out of memory: Google ends such an execution with words of its own.
        if (error.code === "ERR_WORKER_OUT_OF_MEMORY")
          resolve({ ok: false, error: { name: "Exception", message: "Out of memory error.", stack: "" } });
        else reject(error);
      });
      this.worker.once("exit", () => resolve(null));
      this.worker.postMessage(job);
    });
  }

  answer(text: string): void {
    this.port.postMessage(text);
    Atomics.store(this.flag, 0, 1);
    Atomics.notify(this.flag, 0);
  }

  /** Ends it at any point; user code cannot catch this and `finally` does not run. */
  async kill(): Promise<void> {
    this.port.close();
    await this.worker.terminate();
  }
}

/** Keeps one worker started ahead, so that an execution need not wait for it. */
export class SandboxPool {
  private readonly bundle: RuntimeBundle;
  private spare: Sandbox | null = null;
  private taken = 0;

  private constructor(bundle: RuntimeBundle) {
    this.bundle = bundle;
  }

  static async open(): Promise<SandboxPool> {
    const pool = new SandboxPool(await buildRuntime());
    pool.spare = new Sandbox(pool.bundle);
    return pool;
  }

  take(): Sandbox {
    const sandbox = this.spare ?? new Sandbox(this.bundle);
    this.spare = null;
    this.taken += 1;
    return sandbox;
  }

  /** Starts the next spare; after the first execution only, since most commands have just one. */
  refill(): void {
    if (this.taken > 1) this.spare ??= new Sandbox(this.bundle);
  }

  async close(): Promise<void> {
    await this.spare?.kill();
    this.spare = null;
  }
}
