import { isJsonObject, recordsIn, UnexpectedShape } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";

/** {data: […]}, a bare list, or a single bare object: `members?email=` 'returns the single member' (api/README). */
export function recordsOf(body: Json): JsonObject[] {
  if (Array.isArray(body)) return recordsIn(body);
  if (isJsonObject(body)) {
    if (Array.isArray(body.data)) return recordsIn(body.data);
    if (isJsonObject(body.data)) return [body.data];
    if (typeof body.id === "string") return [body];
  }
  throw new UnexpectedShape();
}
