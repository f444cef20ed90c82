import { parseArgs } from "node:util";

/**
 * @param {readonly string[]} args of the command
 * @returns {import("./deploy.mjs").Wanted}
 * @throws {Error} for what it does not know
 */
export function wantedIn(args) {
  const { values } = parseArgs({
    args: [...args],
    options: { addon: { type: "boolean" }, new: { type: "boolean" }, script: { type: "string" } },
  });
  if (values.new && values.script !== undefined)
    throw new Error("--new makes a script and --script names one: give one of them.");
  return { addon: values.addon ?? false, isNew: values.new ?? false, script: values.script };
}
