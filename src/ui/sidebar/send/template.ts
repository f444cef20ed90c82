import { joinChoices } from "../../../core/choices.ts";
import { nameWithId } from "../../../core/names.ts";
import type { SendForm, SendTemplate } from "../../calls.ts";
import { fieldsOf, isTwin } from "./fields.ts";

const EXAMPLES: { readonly [field: string]: string } = {
  email: "ada@school.example",
  boardName: "Ada's job search",
};
const EXAMPLES_BY_TYPE = { text: "text", number: "42", date: "2027-06-15", choice: "", choices: "" } as const;

/** A sheet for this push: a column for each field, with what there is to choose from. */
export function templateOf(form: SendForm): SendTemplate {
  const templates = form.records["huntr.board-templates"] ?? [];
  const taken = new Set<string>();
  const examples: string[] = [];
  const columns = fieldsOf(form).map(({ name, label, type, choices = [] }) => {
    // A board template is known by its name, too, and people read that better.
    const isTemplate = name === "boardTemplateId";
    const words = choices.map(({ record, value }) => {
      if (!isTemplate || !record) return value;
      return isTwin(record, templates) ? nameWithId(record) : String(record.name);
    });
    const usual = choices.findIndex(({ record }) => record?.isDefault === true);
    const isSeveral = type === "choices";
    const chosen = isSeveral ? joinChoices(words.slice(0, 2)) : words[Math.max(usual, 0)];
    examples.push(EXAMPLES[name] ?? chosen ?? EXAMPLES_BY_TYPE[type ?? "text"]);
    const header = taken.has(label.toLowerCase()) ? `${label} (member field)` : label;
    taken.add(label.toLowerCase());
    const kind = type === "number" || type === "date" ? type : ("text" as const);
    // A drop-down takes one of its choices, and marks cells that hold several.
    return { header, kind, choices: isSeveral ? [] : words };
  });
  return { name: "Invitations", example: `Example, never sent: ${examples.join(" | ")}`, columns };
}
