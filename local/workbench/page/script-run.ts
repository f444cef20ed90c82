/**
 * `google.script` inside a sidebar. This file is bundled on its own and put before the add-on's page, in a sandboxed
 * frame that can reach nothing but its parent, by messages (facts, 7.2).
 */

/** Calls under way at once from one page; the next one waits its turn (facts 1.6). */
const CALLS_AT_ONCE = 10;

type Handler = (value: unknown, userObject: unknown) => void;

interface Call {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly onSuccess: Handler | undefined;
  readonly onFailure: Handler | undefined;
  readonly userObject: unknown;
}

interface Reply {
  readonly reply: number;
  readonly value?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
}

const underWay = new Map<number, Call>();
const queue: Call[] = [];
let lastId = 0;

function sendNext(): void {
  while (underWay.size < CALLS_AT_ONCE) {
    const call = queue.shift();
    if (!call) return;
    lastId += 1;
    underWay.set(lastId, call);
    parent.postMessage({ call: lastId, function: call.name, args: call.args }, "*");
  }
}

addEventListener("message", (event: MessageEvent<Reply>) => {
  if (event.source !== parent || typeof event.data?.reply !== "number") return;
  const call = underWay.get(event.data.reply);
  if (!call) return;
  underWay.delete(event.data.reply);
  sendNext();
  const { error } = event.data;
  if (!error) {
    call.onSuccess?.(event.data.value ?? null, call.userObject);
    return;
  }
  const failure = Object.assign(new Error(error.message), { name: error.name });
  if (call.onFailure) call.onFailure(failure, call.userObject);
  else console.error("Uncaught", `${error.name}: ${error.message}`);
});

/** The argument as it will arrive, or a TypeError with Google's words for what cannot cross. */
function crossing(value: unknown, property: string, above: readonly unknown[]): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (value === undefined) return null;
  if (typeof value !== "object") throw illegal(property);
  if (above.includes(value)) throw new TypeError("Failed due to circular reference.");
  const path = [...above, value];
  if (Array.isArray(value)) return value.map((item, index) => crossing(item, String(index), path));
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw illegal(property);
  const crossed: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    if (item !== undefined) crossed[name] = crossing(item, name, path);
  }
  return crossed;
}

function illegal(property: string): TypeError {
  return new TypeError(`Failed due to illegal value in property: ${property}`);
}

/** A form may be the only argument; its fields arrive as an object, repeated names as an array. */
function crossingForm(form: HTMLFormElement): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  const entries = new FormData(form);
  for (const name of new Set(entries.keys())) {
    const values = entries.getAll(name).map((value) => {
      if (typeof value === "string") return value;
      throw new Error("not implemented in the stand-in: a file in a form sent by google.script.run");
    });
    fields[name] = values.length === 1 ? values[0] : values;
  }
  return fields;
}

function crossingArguments(args: readonly unknown[]): unknown[] {
  if (args.length === 1 && args[0] instanceof HTMLFormElement) return [crossingForm(args[0])];
  return args.map((value, index) => crossing(value, String(index), []));
}

const OWN_METHODS = ["withSuccessHandler", "withFailureHandler", "withUserObject"];

/** Every `with…` gives a new runner, so that one can be kept and used again. */
function runner(onSuccess?: Handler, onFailure?: Handler, userObject?: unknown): unknown {
  return new Proxy(
    {},
    {
      get(_target, name) {
        if (typeof name !== "string") return undefined;
        if (name === OWN_METHODS[0]) return (handler: Handler) => runner(handler, onFailure, userObject);
        if (name === OWN_METHODS[1]) return (handler: Handler) => runner(onSuccess, handler, userObject);
        if (name === OWN_METHODS[2]) return (value: unknown) => runner(onSuccess, onFailure, value);
        // A promise chain that meets the runner must not take it for a promise.
        if (name === "then") return undefined;
        return (...args: unknown[]): void => {
          queue.push({ name, args: crossingArguments(args), onSuccess, onFailure, userObject });
          sendNext();
        };
      },
    },
  );
}

function tellHost(request: string): void {
  parent.postMessage({ host: request }, "*");
}

/** The page around this one has other parts, and does not hear the keys that are pressed here. */
addEventListener("keydown", (event) => {
  if (event.key !== "F6") return;
  event.preventDefault();
  tellHost(event.shiftKey ? "region before" : "next region");
});

const google = {
  script: {
    run: runner(),
    host: {
      origin: "https://docs.google.com",
      close: () => tellHost("close"),
      editor: { focus: () => tellHost("focus editor") },
      setWidth: (width: number) => parent.postMessage({ host: "size", width }, "*"),
      setHeight: (height: number) => parent.postMessage({ host: "size", height }, "*"),
    },
  },
};

Object.assign(globalThis, { google });
