import { readdirSync, readFileSync } from "node:fs";
import type { Json } from "../../src/core/ports.ts";

const here = new URL("./", import.meta.url);

/** The recorded example `huntr/jobs`, parsed afresh each time. */
export function sample(name: string): Json {
  return JSON.parse(readFileSync(new URL(`${name}.json`, here), "utf8")) as Json;
}

/** All of them, as `huntr/jobs`. */
export function sampleNames(): string[] {
  return ["huntr", "hunter"].flatMap((api) =>
    readdirSync(new URL(`${api}/`, here)).map((file) => `${api}/${file.replace(/\.json$/, "")}`),
  );
}
