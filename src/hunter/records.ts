import { arrayIn, fieldAt, isJsonObject, recordsIn, UnexpectedShape } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";

/** The list in an answer of Hunter's. */
export function listIn(name: string): (body: Json) => JsonObject[] {
  return (body) => {
    const list = arrayIn(body, name);
    if (!list) throw new UnexpectedShape();
    return recordsIn(list);
  };
}

/** The one object that `data` is. */
export function singleIn(body: Json): JsonObject[] {
  const data = fieldAt(body, "data");
  if (!isJsonObject(data)) throw new UnexpectedShape();
  return [data];
}
