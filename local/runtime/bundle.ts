import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What an execution's worker is made of. */
export interface RuntimeBundle {
  /** Path of the worker's script. */
  readonly worker: string;
  /** An expression that gives the guest's `{ install, invoke }`. */
  readonly guest: string;
}

/** The project's folder: the nearest one above this file that has a package.json. */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("no package.json above the stand-in");
    folder = parent;
  }
  return folder;
}

function newest(folder: string): number {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return latest;
}

let built: RuntimeBundle | null = null;

/** Bundles the worker and the guest into .build/runtime, when their sources are newer than what lies there. */
export async function buildRuntime(): Promise<RuntimeBundle> {
  if (built) return built;
  const root = projectRoot();
  const source = join(root, "local/runtime");
  const out = join(root, ".build/runtime");
  const worker = join(out, "worker.mjs");
  const guest = join(out, "guest.js");
  const fresh = existsSync(worker) && existsSync(guest) && statSync(guest).mtimeMs > newest(source);
  if (!fresh) {
    const { build } = await import("esbuild");
    mkdirSync(out, { recursive: true });
    await build({
      entryPoints: [join(source, "worker.ts")],
      outfile: `${worker}.${process.pid}`,
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      logLevel: "error",
    });
    const bundled = await build({
      entryPoints: [join(source, "guest/index.ts")],
      bundle: true,
      write: false,
      format: "iife",
      globalName: "guest",
      target: "es2022",
      charset: "utf8",
      logLevel: "error",
    });
    // Wrapped, so that the bundle's own name is no global of the script.
    const text = bundled.outputFiles[0]?.text ?? "";
    writeFileSync(`${guest}.${process.pid}`, `(() => {\n${text}\nreturn guest;\n})()`);
    // In one step each, the guest last: another process may be starting.
    renameSync(`${worker}.${process.pid}`, worker);
    renameSync(`${guest}.${process.pid}`, guest);
  }
  built = { worker, guest: readFileSync(guest, "utf8") };
  return built;
}
