import { button, element } from "./element.ts";
import { Modal } from "./modal.ts";

let lastId = 0;

/** Asks before something that cannot be taken back. False when closed otherwise. */
export function confirmed(question: { title: string; text: string; yes: string }): Promise<boolean> {
  lastId += 1;
  const [titleId, textId] = [`question-${lastId}`, `question-text-${lastId}`];
  return new Promise((resolve) => {
    const answer = (isYes: boolean) => {
      modal.close();
      resolve(isYes);
    };
    const no = button("Cancel", () => answer(false), { class: "outlined" });
    const box = element(
      "div",
      { class: "dialog", role: "alertdialog", "aria-labelledby": titleId, "aria-describedby": textId },
      element("h2", { id: titleId }, question.title),
      element("p", { id: textId }, question.text),
      element(
        "div",
        { class: "dialog-buttons" },
        button(question.yes, () => answer(true), { class: "filled" }),
        no,
      ),
    );
    const modal = new Modal(box, no, () => answer(false));
  });
}
