import { arrayIn, isJsonObject, recordsIn, UnexpectedShape } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";

/** {data: […]}, a bare list, or a single bare object: `members?email=` 'returns the single member' (docs/apis.md). */
export function recordsOf(body: Json): JsonObject[] {
  const list = arrayIn(body, "");
  if (list) return recordsIn(list);
  if (isJsonObject(body)) {
    if (isJsonObject(body.data)) return [body.data];
    if (typeof body.id === "string") return [body];
  }
  throw new UnexpectedShape();
}
