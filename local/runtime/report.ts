/** What an execution did, told to whoever started it. */

export interface LogLine {
  readonly level: "log" | "info" | "warn" | "error";
  readonly text: string;
}

export interface Toast {
  readonly message: string;
  readonly title: string;
  /** Seconds that it stays; negative: until closed (facts 5.7). */
  readonly seconds: number;
}

export type DialogButton = "OK" | "CANCEL" | "YES" | "NO" | "CLOSE";

/** ui.alert or ui.prompt: the script waits for the answer. */
export interface Dialog {
  readonly kind: "alert" | "prompt";
  readonly title: string;
  readonly message: string;
  readonly buttons: readonly DialogButton[];
}

export interface DialogAnswer {
  readonly button: DialogButton;
  readonly text?: string;
}

/** Asks a person; `execution` is the id of the one that waits. */
export type AnswerDialog = (
  dialog: Dialog,
  user: string,
  execution: number,
) => DialogAnswer | Promise<DialogAnswer>;

/** A sidebar or HTML dialog that the script asked for. */
export interface Panel {
  readonly kind: "sidebar" | "modal" | "modeless";
  readonly title: string;
  /** The file of dist/ that it came from, without ".html"; null when the script wrote the page itself. */
  readonly file: string | null;
  readonly html: string;
  readonly width: number | null;
  readonly height: number | null;
}

export type MenuItem =
  | { readonly label: string; readonly function: string }
  | { readonly label: string; readonly items: readonly MenuItem[] }
  | { readonly separator: true };

export interface Menu {
  readonly label: string;
  readonly items: readonly MenuItem[];
}

export interface ServiceCallCount {
  /** Google's name: "Range.setValues". */
  readonly name: string;
  readonly count: number;
  /** Modelled milliseconds of all of them. */
  readonly ms: number;
}

export interface RequestRecord {
  readonly method: string;
  readonly url: string;
  /** Null when no answer came. */
  readonly status: number | null;
  /** The virtual instant at which it was sent. */
  readonly atMs: number;
}

export interface ExecutionReport {
  readonly function: string;
  readonly entry: Entry;
  readonly user: string;
  readonly log: readonly LogLine[];
  readonly toasts: readonly Toast[];
  readonly alerts: readonly Dialog[];
  readonly sidebar: Panel | null;
  readonly menus: readonly Menu[];
  readonly serviceCalls: readonly ServiceCallCount[];
  /** Modelled milliseconds from start to end. */
  readonly virtualMs: number;
  readonly startedMs: number;
  readonly requests: readonly RequestRecord[];
}

/** "open" is the simple trigger onOpen; "get" and "post" the web app. */
export type Entry = "menu" | "rpc" | "trigger" | "formula" | "open" | "get" | "post";

/** Whether it is a request to the web app. */
export function isWebRequest(entry: Entry): boolean {
  return entry === "get" || entry === "post";
}

export type Execution = ExecutionReport &
  (
    | { readonly ok: true; readonly value: unknown }
    | {
        readonly ok: false;
        readonly error: { readonly name: string; readonly message: string; readonly stack?: string };
      }
    /** `killed` says why; `call` is the service call during which it died, if any. User code saw nothing of it. */
    | { readonly ok: false; readonly killed: string; readonly call: string | null }
  );
