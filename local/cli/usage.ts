import type { InstallMode } from "../runtime/book-file.ts";

/** The command line is wrong: exit status 2, one sentence on stderr. */
export class WrongUsage extends Error {}

export interface Options {
  readonly book: string | null;
  readonly routes: Readonly<Record<string, string>>;
  readonly user: string | null;
  readonly mode: InstallMode;
  /** A new book's clock, milliseconds since 1970. */
  readonly nowMs: number | null;
  readonly isRealTime: boolean;
  readonly kill: { readonly call: number; readonly when: "before" | "after" } | null;
  /** Options of single commands. */
  readonly huntr: string | null;
  readonly hunter: string | null;
  readonly at: string | null;
  readonly sheet: string | null;
  readonly port: number | null;
  /** Requests go to Huntr and Hunter themselves. */
  readonly isLive: boolean;
  /** The sample servers answer as of today, not as the older texts have it. */
  readonly isToday: boolean;
  readonly query: readonly (readonly [string, string])[];
}

export interface CommandLine {
  readonly command: string;
  /** Names of the options that were given. */
  readonly given: readonly string[];
  readonly operands: readonly string[];
  readonly options: Options;
}

/** Hosts that may be led elsewhere: the add-on's allow-list names no others. */
const ROUTED_ORIGINS = ["https://api.huntr.co", "https://api.hunter.io"];
const SWITCHES = new Set(["real-time", "live", "today"]);
const REPEATABLE = new Set(["route", "query"]);
/** Options that belong to one command; the others go with all of them. */
export const OPTION_OF: Readonly<Record<string, string>> = {
  huntr: "keys",
  hunter: "keys",
  at: "formula",
  sheet: "dump",
  query: "post",
  port: "open",
  live: "open",
};
const VALUED = new Set(["book", "user", "mode", "now", "kill", "huntr", "hunter", "at", "sheet", "port"]);

/** Separates operands from options. "--name value" and "--name=value" are alike; "--" ends the options. */
function split(argv: readonly string[]): { operands: string[]; given: Map<string, string[]> } {
  const operands: string[] = [];
  const given = new Map<string, string[]>();
  for (let i = 0; i < argv.length; i += 1) {
    const word = argv[i] as string;
    if (word === "--") {
      operands.push(...argv.slice(i + 1));
      break;
    }
    if (!word.startsWith("--")) {
      operands.push(word);
      continue;
    }
    const [, name = "", , value] = /^--([^=]*)(=(.*))?$/s.exec(word) ?? [];
    if (SWITCHES.has(name)) {
      given.set(name, ["true"]);
      continue;
    }
    if (!VALUED.has(name) && !REPEATABLE.has(name)) throw new WrongUsage(`There is no option --${name}.`);
    const text = value ?? argv[i + 1];
    if (text === undefined) throw new WrongUsage(`--${name} wants a value.`);
    if (value === undefined) i += 1;
    if (given.has(name) && !REPEATABLE.has(name)) throw new WrongUsage(`--${name} was given twice.`);
    given.set(name, [...(given.get(name) ?? []), text]);
  }
  return { operands, given };
}

function routesOf(texts: readonly string[]): Record<string, string> {
  const routes: Record<string, string> = {};
  for (const text of texts) {
    const [, origin = "", url = ""] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    if (!ROUTED_ORIGINS.includes(origin))
      throw new WrongUsage(
        `--route wants ORIGIN=URL with ${ROUTED_ORIGINS.join(" or ")} as the origin, not ${text}.`,
      );
    if (!URL.canParse(url)) throw new WrongUsage(`--route ${origin} leads to ${url}, which is no address.`);
    routes[origin] = url;
  }
  return routes;
}

function killOf(text: string | undefined): Options["kill"] {
  if (text === undefined) return null;
  const [, number, plus] = /^(\d+)(\+?)$/.exec(text) ?? [];
  if (number === undefined || Number(number) < 1) throw new WrongUsage(`--kill wants N or N+, not ${text}.`);
  return { call: Number(number), when: plus ? "after" : "before" };
}

function modeOf(text: string | undefined): InstallMode {
  if (text === undefined || text === "bound") return "bound";
  if (text === "addon") return "addon";
  throw new WrongUsage(`--mode is bound or addon, not ${text}.`);
}

function instantOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const ms = Date.parse(text);
  if (Number.isNaN(ms))
    throw new WrongUsage(`--now wants an ISO date such as 2026-11-16T09:00:00Z, not ${text}.`);
  return ms;
}

function portOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new WrongUsage(`--port wants 0 to 65535, not ${text}.`);
  return port;
}

/**
 * @param argv without node and the script
 * @throws WrongUsage
 */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const { operands, given } = split(argv);
  const [command, ...rest] = operands;
  if (command === undefined) throw new WrongUsage("Say a command.");
  if (given.has("live") && given.has("route"))
    throw new WrongUsage("--live leads to Huntr and Hunter themselves; it does not go with --route.");
  const one = (name: string) => given.get(name)?.[0];
  return {
    command,
    operands: rest,
    given: [...given.keys()],
    options: {
      book: one("book") ?? null,
      routes: routesOf(given.get("route") ?? []),
      user: one("user") ?? null,
      mode: modeOf(one("mode")),
      nowMs: instantOf(one("now")),
      isRealTime: given.has("real-time"),
      kill: killOf(one("kill")),
      huntr: one("huntr") ?? null,
      hunter: one("hunter") ?? null,
      at: one("at") ?? null,
      sheet: one("sheet") ?? null,
      port: portOf(one("port")),
      isLive: given.has("live"),
      isToday: given.has("today"),
      query: (given.get("query") ?? []).map((text): [string, string] => {
        const equals = text.indexOf("=");
        if (equals < 0) throw new WrongUsage(`--query wants a=b, not ${text}.`);
        return [text.slice(0, equals), text.slice(equals + 1)];
      }),
    },
  };
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** "90m", "1d", "1h30m" in milliseconds. @throws WrongUsage */
export function durationMs(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)];
  if (parts.length === 0 || parts.map((p) => p[0]).join("") !== text)
    throw new WrongUsage(`A duration is like 90m, 2h or 1d, not ${text}.`);
  return parts.reduce((sum, [, number, unit = "ms"]) => sum + Number(number) * (UNITS[unit] ?? 0), 0);
}

/** @throws WrongUsage naming what was to be JSON */
export function jsonOf(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new WrongUsage(`${what} is not JSON: ${text}`);
  }
}
