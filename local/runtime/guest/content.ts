import type { WebResult } from "../web-app.ts";
import { ContentMimeType } from "./enums.ts";
import { htmlText, isHtmlOutput } from "./html.ts";
import { call, exception } from "./link.ts";
import { type EnumMember, isMember, own, sealed } from "./sealed.ts";
import { isText, overload } from "./signature.ts";

/** What the second answer says its text is. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ATOM: "application/atom+xml",
  CSV: "text/csv",
  ICAL: "text/calendar",
  JAVASCRIPT: "text/javascript",
  JSON: "application/json",
  RSS: "application/rss+xml",
  TEXT: "text/plain",
  VCARD: "text/vcard",
  XML: "text/xml",
};

class TextOutput {
  readonly [own]: { content: string; type: EnumMember; file: string | null };

  constructor(content: string) {
    this[own] = { content, type: ContentMimeType.TEXT, file: null };
  }
  getContent(): string {
    return this[own].content;
  }
  setContent(...args: unknown[]): this {
    overload("TextOutput.setContent", args, [isText]);
    this[own].content = args[0] as string;
    return this;
  }
  append(...args: unknown[]): this {
    overload("TextOutput.append", args, [isText]);
    this[own].content += args[0] as string;
    return this;
  }
  clear(): this {
    this[own].content = "";
    return this;
  }
  getFileName(): string | null {
    return this[own].file;
  }
  /** The name under which a browser would save the text. */
  downloadAsFile(...args: unknown[]): this {
    overload("TextOutput.downloadAsFile", args, [isText]);
    this[own].file = args[0] as string;
    return this;
  }
  getMimeType(): unknown {
    return this[own].type;
  }
  setMimeType(...args: unknown[]): this {
    overload("TextOutput.setMimeType", args, [(v) => isMember(ContentMimeType, v)]);
    this[own].type = args[0] as EnumMember;
    return this;
  }
}

export const ContentService = sealed("ContentService", {
  MimeType: ContentMimeType,
  createTextOutput: (...args: unknown[]) => {
    overload("ContentService.createTextOutput", args, [], [isText]);
    call("ContentService.createTextOutput");
    return sealed("TextOutput", new TextOutput(String(args[0] ?? "")));
  },
});

/** facts 7.3: what doGet or doPost returned. */
export function webResult(v: unknown): WebResult {
  if (isHtmlOutput(v)) return { kind: "html", body: htmlText(v) };
  if (v instanceof TextOutput) {
    const { content, type } = v[own];
    return { kind: "text", body: content, type: MEDIA_TYPES[type.name()] ?? "text/plain" };
  }
  throw exception(
    v === undefined || v === null
      ? "The script completed but did not return anything."
      : "The script completed but the returned value is not a supported return type.",
  );
}
