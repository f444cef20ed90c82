import { existsSync, renameSync, writeFileSync } from "node:fs";
import type { InstallMode } from "../runtime/book-file.ts";
import type { Reopening } from "../workbench/messages.ts";
import type { Served } from "../workbench/server.ts";
import { type OpenBook, openBook } from "./open-book.ts";
import type { Options } from "./usage.ts";

/** Where the page is served unless told otherwise. */
const USUAL_PORT = 8321;

/** What a spreadsheet is opened with. */
interface Setting {
  readonly mode: InstallMode;
  readonly isLive: boolean;
}

/** A file beside the book's: "book.json" and "before" give "book.before.json". */
function besidePath(path: string, word: string): string {
  return `${path.replace(/\.json$/, "")}.${word}.json`;
}

/** Where a copy goes: beside the book, under a name that nothing has yet. */
function copyPath(path: string): string {
  for (let n = 1; ; n += 1) {
    const free = besidePath(path, n === 1 ? "copy" : `copy-${n}`);
    if (!existsSync(free)) return free;
  }
}

/**
 * Serves the workbench until the person ends it. Resolves then, with everything saved.
 * @param distFor gives the folder of the built add-on
 */
export async function serve(
  distFor: (mode: InstallMode) => Promise<string>,
  options: Options,
  tell: (line: string) => void,
  ended: Promise<void>,
): Promise<void> {
  const { openWorkbench } = await import("../workbench/server.ts");
  const { DialogDesk } = await import("../workbench/dialog-desk.ts");
  const { workbenchBookPath } = await import("../workbench/saving.ts");
  const closings: (() => Promise<void>)[] = [];

  /** Serves one book at an address of its own. Gives the address. */
  async function serveBook(path: string, first: Setting, port: number): Promise<string> {
    const dialogs = new DialogDesk();
    const open = async ({ mode, isLive }: Setting) =>
      openBook(
        await distFor(mode),
        // Apart from the sample's: neither its rows nor its keys ever meet the true hosts.
        isLive ? besidePath(path, "live") : path,
        { ...options, mode, isLive, isRealTime: true },
        { answerDialog: dialogs.ask },
      );
    let setting = first;
    let book = await open(setting);
    const presentPath = () => (setting.isLive ? besidePath(path, "live") : path);
    const served = ({ host, data, save }: OpenBook): Served => ({
      host,
      data,
      bookPath: presentPath(),
      save: async () => save(),
    });

    async function reopenWith(next: Setting): Promise<void> {
      const fresh = await open(next);
      await book.close();
      [book, setting] = [fresh, next];
    }

    /** The last book is kept, in case that was a mistake. */
    async function startAfresh(): Promise<void> {
      const kept = besidePath(presentPath(), "before");
      if (existsSync(presentPath())) renameSync(presentPath(), kept);
      try {
        await reopenWith(setting);
      } catch (fault) {
        if (existsSync(kept)) renameSync(kept, presentPath());
        throw fault;
      }
    }

    const reopen = async (how: Reopening) => {
      if (how.kind === "afresh") await startAfresh();
      else {
        // One that nobody has changed yet is in no file.
        book.save();
        const change = how.kind === "install" ? { mode: how.mode } : { isLive: how.data === "live" };
        await reopenWith({ ...setting, ...change });
      }
      return served(book);
    };

    const makeCopy = (user: string) => {
      const copy = copyPath(path);
      const file = setting.isLive ? besidePath(copy, "live") : copy;
      writeFileSync(file, `${JSON.stringify(book.host.copyFile(user))}\n`);
      return serveBook(copy, setting, 0);
    };

    const workbench = await openWorkbench({
      ...served(book),
      port,
      dialogs,
      user: book.user,
      reopen,
      makeCopy,
    }).catch(async (error) => {
      await book.close();
      throw error;
    });
    closings.push(async () => {
      await workbench.close();
      book.save();
      await book.close();
    });
    return workbench.url;
  }

  const path = options.book ?? workbenchBookPath();
  const url = await serveBook(path, options, options.port ?? USUAL_PORT).catch(
    (error: NodeJS.ErrnoException) => {
      // Somebody else has the usual port: any other does as well. A port that was asked for is another matter.
      if (error.code === "EADDRINUSE" && options.port === null) return serveBook(path, options, 0);
      throw error;
    },
  );
  tell(`Huntsheet is at ${url}`);
  await ended;
  for (const close of closings) await close();
}
