import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BookFile } from "../local/runtime/book-file.ts";
import type { Host, HostOptions } from "../local/runtime/host.ts";
import { build } from "../scripts/build/build.mjs";
import { openHost } from "./rig.ts";

/** Beside that of the other process; it goes with the folder of the tests. */
const DIST = join(tmpdir(), `addon-${process.pid}`);

let built: Promise<unknown> | null = null;

/** The folder of the variant for publishing, which is built once for all test files of this process. */
export async function addonDist(): Promise<string> {
  built ??= build({ addon: true, outDir: DIST });
  await built;
  return DIST;
}

/** Opens a file with the variant for publishing. */
export async function openAddon(
  book: BookFile,
  routes: Record<string, string>,
  more: Partial<HostOptions> = {},
): Promise<Host> {
  return openHost(book, routes, { dist: await addonDist(), mode: "addon", ...more });
}

/** The ids of the files in which the hourly trigger has something to do for a person. */
export function notedFiles(host: Host, user: string): string[] {
  const names = Object.keys(host.save().properties.user[user] ?? {});
  return names.flatMap((name) => /^file\.(.+)\.todo$/.exec(name)?.[1] ?? []);
}
