import type { Panel } from "../report.ts";
import { SandboxMode, XFrameOptionsMode } from "./enums.ts";
import { call, exception } from "./link.ts";
import { own, sealed } from "./sealed.ts";
import { isNumber, isText, isTextOrNull, overload } from "./signature.ts";

interface Page {
  html: string;
  file: string | null;
  title: string;
  width: number | null;
  height: number | null;
}

/** facts 7.1: the only meta tags that a page may have; what is said to others is [K]. */
const META_NAMES = [
  "apple-mobile-web-app-capable",
  "google-site-verification",
  "mobile-web-app-capable",
  "viewport",
];

class HtmlOutput {
  readonly [own]: Page;

  constructor(html: string, file: string | null) {
    this[own] = { html, file, title: "", width: null, height: null };
  }
  getContent(): string {
    return this[own].html;
  }
  setContent(...args: unknown[]): this {
    overload("HtmlOutput.setContent", args, [isText]);
    this[own].html = args[0] as string;
    this[own].file = null;
    return this;
  }
  append(...args: unknown[]): this {
    overload("HtmlOutput.append", args, [isText]);
    this[own].html += args[0] as string;
    this[own].file = null;
    return this;
  }
  appendUntrusted(...args: unknown[]): this {
    overload("HtmlOutput.appendUntrusted", args, [isText]);
    const entities: Record<string, string> = {
      "&": "&amp;",
      "<": "&lt;",
      ">": "&gt;",
      '"': "&quot;",
      "'": "&#39;",
    };
    return this.append(
      (args[0] as string).replace(/[&<>"']/g, (character) => entities[character] ?? character),
    );
  }
  getTitle(): string {
    return this[own].title;
  }
  setTitle(...args: unknown[]): this {
    overload("HtmlOutput.setTitle", args, [isText]);
    this[own].title = args[0] as string;
    return this;
  }
  getWidth(): number | null {
    return this[own].width;
  }
  setWidth(...args: unknown[]): this {
    overload("HtmlOutput.setWidth", args, [isNumber]);
    this[own].width = args[0] as number;
    return this;
  }
  getHeight(): number | null {
    return this[own].height;
  }
  setHeight(...args: unknown[]): this {
    overload("HtmlOutput.setHeight", args, [isNumber]);
    this[own].height = args[0] as number;
    return this;
  }
  /** No effect: IFRAME always (facts 7.1). */
  setSandboxMode(): this {
    return this;
  }
  setXFrameOptionsMode(): this {
    return this;
  }
  setFaviconUrl(...args: unknown[]): this {
    overload("HtmlOutput.setFaviconUrl", args, [isText]);
    return this;
  }
  addMetaTag(...args: unknown[]): this {
    overload("HtmlOutput.addMetaTag", args, [isText, isTextOrNull]);
    if (!META_NAMES.includes(args[0] as string))
      throw exception("The specified meta tag cannot be used in this context.");
    return this;
  }
}

export function isHtmlOutput(v: unknown): boolean {
  return v instanceof HtmlOutput;
}

export function htmlText(v: unknown): string {
  return (v as HtmlOutput)[own].html;
}

/** What a page shows, for the host. A dialog's title is given with the call, a sidebar's with the page. */
export function asPanel(output: unknown, kind: Panel["kind"], title: string | null): Panel {
  const page = (output as HtmlOutput)[own];
  return {
    kind,
    title: title ?? page.title,
    file: page.file,
    html: page.html,
    width: page.width,
    height: page.height,
  };
}

export const HtmlService = sealed("HtmlService", {
  SandboxMode,
  XFrameOptionsMode,
  createHtmlOutput: (...args: unknown[]) => {
    overload("HtmlService.createHtmlOutput", args, [], [isText]);
    call("HtmlService.createHtmlOutput");
    return sealed("HtmlOutput", new HtmlOutput(String(args[0] ?? ""), null));
  },
  createHtmlOutputFromFile: (...args: unknown[]) => {
    overload("HtmlService.createHtmlOutputFromFile", args, [isText]);
    const name = (args[0] as string).replace(/\.html$/, "");
    return sealed("HtmlOutput", new HtmlOutput(call("HtmlService.createHtmlOutputFromFile", { name }), name));
  },
});
