import { sealed } from "./sealed.ts";

type Level = "log" | "info" | "warn" | "error";
type Log = (level: Level, text: string) => void;

function inspect(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Error) return value.stack ?? `${value.name}: ${value.message}`;
  if (typeof value === "object" && value !== null) {
    try {
      return JSON.stringify(value) ?? String(value);
    } catch {
      return String(value);
    }
  }
  return String(value);
}

/** printf-like, as both loggers do: %s %d %f %i %j %o. */
function line(values: readonly unknown[]): string {
  const [first, ...rest] = values;
  if (typeof first !== "string") return values.map(inspect).join(" ");
  const text = first.replace(/%[sdifjo]/g, (mark) => (rest.length > 0 ? inspect(rest.shift()) : mark));
  return [text, ...rest.map(inspect)].join(" ");
}

export function loggers(log: Log): { Logger: object; console: object } {
  const kept: string[] = [];
  const Logger: Record<string, unknown> = {
    log: (...values: unknown[]) => {
      kept.push(line(values));
      log("log", line(values));
      return Logger;
    },
    getLog: () => kept.map((text) => `${text}\n`).join(""),
    clear: () => {
      kept.length = 0;
    },
  };
  const write =
    (level: Level) =>
    (...values: unknown[]) =>
      log(level, line(values));
  return {
    Logger: sealed("Logger", Logger),
    console: sealed("console", {
      log: write("log"),
      info: write("info"),
      warn: write("warn"),
      error: write("error"),
      time: () => undefined,
      timeEnd: () => undefined,
    }),
  };
}
