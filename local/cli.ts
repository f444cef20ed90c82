import { join } from "node:path";
import { type Command, commands } from "./cli/commands.ts";
import { openBook } from "./cli/open-book.ts";
import type { Outcome } from "./cli/outcome.ts";
import { serve } from "./cli/serve.ts";
import { type CommandLine, OPTION_OF, type Options, readCommandLine, WrongUsage } from "./cli/usage.ts";
import type { InstallMode } from "./runtime/book-file.ts";
import { projectRoot } from "./runtime/bundle.ts";

/** What the command line is connected to. */
export interface Terminal {
  /** Takes the one JSON document of a command. */
  readonly print: (text: string) => void;
  /** Takes everything else, line by line. */
  readonly tell: (line: string) => void;
  /** The folder of the add-on, built for a way to install it; dist/ of the project unless given. */
  readonly dist?: (mode: InstallMode) => Promise<string>;
  /** Settles when a served page is to end; never, unless given. */
  readonly ended?: Promise<void>;
}

const OPTIONS_HELP =
  "Options: --book FILE  --route ORIGIN=URL  --user EMAIL  --mode bound|addon  --now ISO  --real-time  --today  --kill N|N+";

const OPEN = "open [--port N] [--live]";

function usage(): string {
  const lines = [OPEN, ...Object.values(commands).map((command) => command.usage)];
  return [
    "Usage: npm run --silent local -- COMMAND [ARGUMENTS] [OPTIONS]",
    ...lines.map((l) => `  ${l}`),
    OPTIONS_HELP,
  ].join("\n");
}

/** @throws WrongUsage for an option of another command, which would do nothing here */
function checkOptions({ command, given }: CommandLine): void {
  const stray = given.find((name) => (OPTION_OF[name] ?? command) !== command);
  if (stray) throw new WrongUsage(`--${stray} goes with ${OPTION_OF[stray]}, not with ${command}.`);
}

function commandOf({ command, operands }: CommandLine): Command {
  const found = commands[command];
  if (!found) throw new WrongUsage(`There is no command ${command}.`);
  const [least, most] = found.operands;
  if (operands.length < least || operands.length > most) throw new WrongUsage(`Usage: ${found.usage}`);
  return found;
}

/** Runs one command on its book. The book is saved whatever the script did: effects that happened stay. Wrong usage leaves no trace. */
async function runOn(
  dist: string,
  command: Command,
  operands: readonly string[],
  options: Options,
): Promise<Outcome> {
  const book = await openBook(dist, options.book, options);
  let isWrong = false;
  try {
    return await command.run(book, operands, options);
  } catch (error) {
    isWrong = error instanceof WrongUsage;
    throw error;
  } finally {
    if (!isWrong) book.save();
    await book.close();
  }
}

function failed(error: unknown): Outcome {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { status: 1, document: { error: { name, message } } };
}

/**
 * One command of the terminal (local/README.md).
 * @param argv what was typed, without node and the script
 * @returns the exit status: 0, 1 the function threw, 2 wrong usage, 3 killed
 */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  if (argv.includes("--help")) {
    terminal.tell(usage());
    return 0;
  }
  const distFor = terminal.dist ?? (async () => join(projectRoot(), "dist"));
  try {
    const line = readCommandLine(argv);
    checkOptions(line);
    if (line.command === "open") {
      if (line.operands.length > 0) throw new WrongUsage(`Usage: ${OPEN}`);
      await serve(distFor, line.options, terminal.tell, terminal.ended ?? new Promise(() => undefined));
      return 0;
    }
    const command = commandOf(line);
    const dist = await distFor(line.options.mode);
    const { status, document } = await runOn(dist, command, line.operands, line.options);
    terminal.print(`${JSON.stringify(document)}\n`);
    return status;
  } catch (error) {
    if (error instanceof WrongUsage) {
      terminal.tell(`${error.message}\n${usage()}`);
      return 2;
    }
    const { status, document } = failed(error);
    terminal.print(`${JSON.stringify(document)}\n`);
    return status;
  }
}
