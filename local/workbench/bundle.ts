import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { projectRoot } from "../runtime/bundle.ts";
import { googleLooks } from "./google-looks.ts";

/** What page/ becomes; the names are those that the page asks for. */
export const BUNDLED = ["page.js", "page.css", "script-run.js"] as const;

/** Of the last build: each input file and its digest at that time. */
type Inputs = Readonly<Record<string, string>>;

/** What decides how the page is built, beside what goes into it. */
const OWN_SOURCES = ["local/workbench/bundle.ts", "local/workbench/google-looks.ts"];

const STAMP = "inputs.json";

/**
 * Builds the page into .build/workbench, or leaves what lies there when no source has changed since. Building takes
 * about a second, most of it for o-spreadsheet.
 *
 * @returns the folder that holds the files of `BUNDLED`.
 * @throws Error when a source does not compile.
 */
export async function bundlePage(): Promise<string> {
  const root = projectRoot();
  const folder = join(root, ".build", "workbench");
  const stamp = join(folder, STAMP);
  const before = await readFile(stamp, "utf8").then(
    (text) => JSON.parse(text) as Inputs,
    () => null,
  );
  if (before && (await isUnchanged(root, before))) return folder;
  const page = join(root, "local", "workbench", "page");
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [join(page, "main.ts"), join(page, "page.css"), join(page, "script-run.ts")].map((path) => ({
      in: path,
      out: path.endsWith("main.ts") ? "page" : path.endsWith(".css") ? "page" : "script-run",
    })),
    outdir: folder,
    bundle: true,
    format: "esm",
    target: "es2022",
    // o-spreadsheet's "browser" field names a build that wants its libraries as globals.
    mainFields: ["module", "main"],
    plugins: [googleLooks],
    legalComments: "none",
    logLevel: "silent",
    metafile: true,
    write: false,
  });
  const inputs: Record<string, string> = {};
  for (const path of [...Object.keys(metafile.inputs), ...OWN_SOURCES])
    inputs[path] = await digest(join(root, path));
  await mkdir(folder, { recursive: true });
  for (const { path, contents } of outputFiles) await replaceFile(path, contents);
  await replaceFile(stamp, JSON.stringify(inputs));
  return folder;
}

/** In one step: tests open several workbenches at once. */
async function replaceFile(path: string, contents: Uint8Array | string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, contents);
  await rename(draft, path);
}

async function isUnchanged(root: string, inputs: Inputs): Promise<boolean> {
  for (const [path, was] of Object.entries(inputs)) {
    if ((await digest(join(root, path))) !== was) return false;
  }
  return true;
}

/** Empty when the file is gone. */
function digest(path: string): Promise<string> {
  return readFile(path).then(
    (bytes) => createHash("sha256").update(bytes).digest("hex"),
    () => "",
  );
}
