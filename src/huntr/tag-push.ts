import { assertInput } from "../core/errors.ts";
import { fieldAt, isJsonObject } from "../core/json.ts";
import { alike } from "../core/names.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import { onlyFields, type Push, type Values } from "../core/push.ts";
import { tags } from "./tags.ts";

/** H29: tags for job posts. They can be neither changed nor deleted from here. */
export const tagPush: Push = {
  name: "huntr.tags",
  api: "huntr",
  title: "Tags",
  noun: "tag",
  verb: "made",
  perCall: 1,
  needs: tags.table,
  keys: ["name"],
  open: ({ client, read, fields }) => {
    onlyFields(fields, ["name", "color", "description"], "A tag");
    const known = new Map(read(tags.table).map((tag) => [alike(String(tag.name)), tag]));
    const done = (tag: Json) => `done (tag ${String(fieldAt(tag, "id") ?? "made")})`;
    const there = ({ name = "" }: Values) => known.get(alike(String(name)));
    return {
      check: (values) => {
        bodyOf(values);
        return there(values) ? "skipped: there is a tag of this name" : null;
      },
      sameAs: ({ name = "" }) => alike(String(name)),
      send: ([values = {}]) => {
        const { body } = client.send("POST", tags.path, {}, bodyOf(values));
        known.set(alike(String(values.name)), isJsonObject(body) ? body : {});
        return [done(body)];
      },
      arrived: (values) => {
        const tag = there(values);
        return tag ? done(tag) : null;
      },
    };
  },
};

function bodyOf({ name = "", color = "", description = "" }: Values): JsonObject {
  const [, digits] = /^#?([0-9a-f]{6})$/i.exec(String(color).trim()) ?? [];
  assertInput(digits, `"${String(color)}" is no color: write it as #FF0000`);
  const words = String(description).trim();
  return {
    name: String(name).trim(),
    color: `#${digits.toUpperCase()}`,
    targetObjects: ["JOB_POST"],
    ...(words === "" ? {} : { description: words }),
  };
}
