import { element } from "../element.ts";

export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly body: HTMLElement;
}

/**
 * A row of tabs with their bodies below: arrow keys, Home and End move between them.
 * @param first the id of the tab that is chosen at first
 * @param onChosen hears the id of every other that is chosen
 */
export function tabbed(
  label: string,
  tabs: readonly Tab[],
  first: string,
  onChosen: (id: string) => void,
): { list: HTMLElement; bodies: HTMLElement[] } {
  const list = element("div", { class: "tabs", role: "tablist", "aria-label": label });
  const show = (index: number) => {
    tabs.forEach(({ body }, at) => {
      const handle = handles[at];
      const isChosen = at === index;
      body.hidden = !isChosen;
      handle?.setAttribute("aria-selected", String(isChosen));
      handle?.setAttribute("tabindex", isChosen ? "0" : "-1");
    });
  };
  const choose = (index: number) => {
    show(index);
    handles[index]?.focus();
    onChosen(tabs[index]?.id ?? first);
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
    handle.addEventListener("click", () => choose(index));
    handle.addEventListener("keydown", ({ key }) => {
      const last = tabs.length - 1;
      if (key === "ArrowRight") choose(index === last ? 0 : index + 1);
      if (key === "ArrowLeft") choose(index === 0 ? last : index - 1);
      if (key === "Home") choose(0);
      if (key === "End") choose(last);
    });
    return handle;
  });
  list.append(...handles);
  show(
    Math.max(
      0,
      tabs.findIndex(({ id }) => id === first),
    ),
  );
  return { list, bodies: tabs.map(({ body }) => body) };
}
