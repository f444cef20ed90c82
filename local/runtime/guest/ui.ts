import type { Dialog, DialogAnswer, MenuItem, Panel } from "../report.ts";
import { Button, ButtonSet } from "./enums.ts";
import { asPanel, isHtmlOutput } from "./html.ts";
import { call } from "./link.ts";
import { isMember, own, sealed } from "./sealed.ts";
import { isAny, isText, overload } from "./signature.ts";

class Menu {
  readonly [own]: { readonly label: string; readonly items: MenuItem[] };

  constructor(label: string) {
    this[own] = { label, items: [] };
  }
  addItem(...args: unknown[]): this {
    overload("Menu.addItem", args, [isText, isText]);
    this[own].items.push({ label: args[0] as string, function: args[1] as string });
    return this;
  }
  addSeparator(): this {
    this[own].items.push({ separator: true });
    return this;
  }
  addSubMenu(...args: unknown[]): this {
    overload("Menu.addSubMenu", args, [(v) => v instanceof Menu]);
    const { label, items } = (args[0] as Menu)[own];
    this[own].items.push({ label, items });
    return this;
  }
  addToUi(): void {
    call("Menu.addToUi", this[own]);
  }
}

class PromptResponse {
  readonly [own]: DialogAnswer;
  constructor(answer: DialogAnswer) {
    this[own] = answer;
  }
  getSelectedButton(): unknown {
    return Button[this[own].button];
  }
  getResponseText(): string {
    return this[own].text ?? "";
  }
}

const isButtonSet = (v: unknown) => isMember(ButtonSet, v);

function ask(kind: "alert" | "prompt", args: unknown[]): DialogAnswer {
  const which = overload(
    `Ui.${kind}`,
    args,
    [isText],
    [isText, isButtonSet],
    [isText, isText, isButtonSet],
    // Not in the reference, accepted in the wild: title and prompt without buttons come out as a signature error.
  );
  const set = which === 0 ? "OK" : String(args[args.length - 1]);
  const dialog: Dialog = {
    kind,
    title: which === 2 ? (args[0] as string) : "",
    message: which === 2 ? (args[1] as string) : (args[0] as string),
    buttons: set.split("_") as Dialog["buttons"],
  };
  return call<DialogAnswer>(`Ui.${kind}`, dialog);
}

function show(method: string, kind: Panel["kind"], args: unknown[]): void {
  if (kind === "sidebar") overload(`Ui.${method}`, args, [isHtmlOutput]);
  else overload(`Ui.${method}`, args, [isHtmlOutput, isAny]);
  call(`Ui.${method}`, asPanel(args[0], kind, kind === "sidebar" ? null : String(args[1])));
}

export const ui = sealed("Ui", {
  Button,
  ButtonSet,
  createMenu: (...args: unknown[]) => {
    overload("Ui.createMenu", args, [isText]);
    return sealed("Menu", new Menu(args[0] as string));
  },
  createAddonMenu: () => sealed("Menu", new Menu(call<string>("Ui.createAddonMenu"))),
  alert: (...args: unknown[]) => Button[ask("alert", args).button],
  prompt: (...args: unknown[]) => sealed("PromptResponse", new PromptResponse(ask("prompt", args))),
  showSidebar: (...args: unknown[]) => show("showSidebar", "sidebar", args),
  showModalDialog: (...args: unknown[]) => show("showModalDialog", "modal", args),
  showModelessDialog: (...args: unknown[]) => show("showModelessDialog", "modeless", args),
});
