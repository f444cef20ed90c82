import { button, byId, element } from "../element.ts";

let lastId = 0;

/** Asks before something that cannot be taken back. False when closed otherwise. */
export function confirmed(question: { title: string; text: string; yes: string }): Promise<boolean> {
  const before = document.activeElement;
  lastId += 1;
  const [titleId, textId] = [`question-${lastId}`, `question-text-${lastId}`];
  return new Promise((resolve) => {
    const answer = (isYes: boolean) => {
      layer.remove();
      if (before instanceof HTMLElement) before.focus();
      resolve(isYes);
    };
    const yes = button(question.yes, () => answer(true), { class: "filled" });
    const no = button("Cancel", () => answer(false), { class: "outlined" });
    const box = element(
      "div",
      {
        class: "dialog",
        role: "alertdialog",
        "aria-modal": "true",
        "aria-labelledby": titleId,
        "aria-describedby": textId,
      },
      element("h2", { id: titleId }, question.title),
      element("p", { id: textId }, question.text),
      element("div", { class: "dialog-buttons" }, yes, no),
    );
    box.addEventListener("keydown", (event) => {
      // The grid listens for keys on the window.
      event.stopPropagation();
      if (event.key === "Escape") answer(false);
      if (event.key === "Tab") {
        // Two buttons: either way leads to the other.
        event.preventDefault();
        (document.activeElement === yes ? no : yes).focus();
      }
    });
    const layer = element("div", { class: "scrim" }, box);
    byId("dialogs").append(layer);
    no.focus();
  });
}
