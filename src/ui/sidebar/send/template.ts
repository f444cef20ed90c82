import type { SendForm, SendTemplate } from "../../calls.ts";
import { fieldsOf } from "./fields.ts";

const EXAMPLES: { readonly [field: string]: string } = {
  email: "ada@school.example",
  boardName: "Ada's job search",
};
const EXAMPLES_BY_TYPE = { text: "text", number: "42", date: "2027-06-15", choice: "" } as const;

/** A sheet for this push: a column for each field, with what there is to choose from. */
export function templateOf(form: SendForm): SendTemplate {
  const taken = new Set<string>();
  const examples: string[] = [];
  const columns = fieldsOf(form).map(({ name, label, type, choices = [] }) => {
    // A board template is known by its name, too, and people read that better.
    const isTemplate = name === "boardTemplateId";
    const words = choices.map((choice) => (isTemplate ? String(choice.record?.name) : choice.value));
    const usual = choices.findIndex(({ record }) => record?.isDefault === true);
    examples.push(EXAMPLES[name] ?? words[Math.max(usual, 0)] ?? EXAMPLES_BY_TYPE[type ?? "text"]);
    const header = taken.has(label.toLowerCase()) ? `${label} (member field)` : label;
    taken.add(label.toLowerCase());
    const kind = type === "number" || type === "date" ? type : ("text" as const);
    return { header, kind, choices: words };
  });
  return { name: "Invitations", example: `Example, never sent: ${examples.join(" | ")}`, columns };
}
