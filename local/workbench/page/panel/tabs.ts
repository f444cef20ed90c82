import { element } from "../element.ts";

export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly body: HTMLElement;
}

/** A row of tabs with their bodies below: arrow keys, Home and End move between them. */
export function tabbed(label: string, tabs: readonly Tab[]): { list: HTMLElement; bodies: HTMLElement[] } {
  const list = element("div", { class: "tabs", role: "tablist", "aria-label": label });
  const choose = (index: number, hasFocus: boolean) => {
    tabs.forEach(({ body }, at) => {
      const handle = handles[at];
      const isChosen = at === index;
      body.hidden = !isChosen;
      handle?.setAttribute("aria-selected", String(isChosen));
      handle?.setAttribute("tabindex", isChosen ? "0" : "-1");
      if (isChosen && hasFocus) handle?.focus();
    });
  };
  const handles = tabs.map(({ id, label: text, body }, index) => {
    const handle = element(
      "button",
      { type: "button", role: "tab", id: `tab-${id}`, "aria-controls": `panel-${id}` },
      text,
    );
    body.id = `panel-${id}`;
    body.setAttribute("role", "tabpanel");
    body.setAttribute("aria-labelledby", handle.id);
    // Scrolled with the keys, also where nothing in it takes the focus.
    body.tabIndex = 0;
    handle.addEventListener("click", () => choose(index, false));
    handle.addEventListener("keydown", ({ key }) => {
      const last = tabs.length - 1;
      if (key === "ArrowRight") choose(index === last ? 0 : index + 1, true);
      if (key === "ArrowLeft") choose(index === 0 ? last : index - 1, true);
      if (key === "Home") choose(0, true);
      if (key === "End") choose(last, true);
    });
    return handle;
  });
  list.append(...handles);
  choose(0, false);
  return { list, bodies: tabs.map(({ body }) => body) };
}
