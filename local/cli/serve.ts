import { existsSync, renameSync } from "node:fs";
import { type OpenBook, openBook } from "./open-book.ts";
import type { Options } from "./usage.ts";

/** Where the page is served unless told otherwise. */
const USUAL_PORT = 8321;

/** Where a book goes when somebody starts afresh: the last one is kept, in case that was a mistake. */
function keptPath(path: string): string {
  return `${path.replace(/\.json$/, "")}.before.json`;
}

/** Serves the workbench until the person ends it. Resolves then, with everything saved. */
export async function serve(
  dist: string,
  options: Options,
  tell: (line: string) => void,
  ended: Promise<void>,
): Promise<void> {
  const { openWorkbench } = await import("../workbench/server.ts");
  const { DialogDesk } = await import("../workbench/dialog-desk.ts");
  const { workbenchBookPath } = await import("../workbench/saving.ts");
  const dialogs = new DialogDesk();
  const path = options.book ?? workbenchBookPath();
  const open = () => openBook(dist, path, { ...options, isRealTime: true }, { answerDialog: dialogs.ask });
  const served = ({ host, isSample, save }: OpenBook) => ({ host, isSample, save: async () => save() });
  let book = await open();
  const startAfresh = async () => {
    const kept = keptPath(path);
    if (existsSync(path)) renameSync(path, kept);
    try {
      const fresh = await open();
      await book.close();
      book = fresh;
    } catch (fault) {
      if (existsSync(kept)) renameSync(kept, path);
      throw fault;
    }
    return served(book);
  };
  const serveAt = (port: number) =>
    openWorkbench({ ...served(book), port, dialogs, user: book.user, bookPath: path, startAfresh });
  const workbench = await serveAt(options.port ?? USUAL_PORT).catch((error: NodeJS.ErrnoException) => {
    // Somebody else has the usual port: any other does as well. A port that was asked for is another matter.
    if (error.code === "EADDRINUSE" && options.port === null) return serveAt(0);
    throw error;
  });
  tell(`Huntsheet is at ${workbench.url}`);
  await ended;
  await workbench.close();
  book.save();
  await book.close();
}
