import { ContentMimeType } from "./enums.ts";
import { htmlText, isHtmlOutput } from "./html.ts";
import { exception } from "./link.ts";
import { isMember, own, sealed } from "./sealed.ts";
import { isText, overload } from "./signature.ts";

class TextOutput {
  readonly [own]: { content: string; type: unknown };

  constructor(content: string) {
    this[own] = { content, type: ContentMimeType.TEXT };
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
  getMimeType(): unknown {
    return this[own].type;
  }
  setMimeType(...args: unknown[]): this {
    overload("TextOutput.setMimeType", args, [(v) => isMember(ContentMimeType, v)]);
    this[own].type = args[0];
    return this;
  }
}

export const ContentService = sealed("ContentService", {
  MimeType: ContentMimeType,
  createTextOutput: (...args: unknown[]) => {
    overload("ContentService.createTextOutput", args, [], [isText]);
    return sealed("TextOutput", new TextOutput(String(args[0] ?? "")));
  },
});

/** What doPost returned. facts 7.3: text answers 302 to a page that has it, HTML answers 200. */
export function webResult(v: unknown): { kind: "html" | "text"; body: string } {
  if (isHtmlOutput(v)) return { kind: "html", body: htmlText(v) };
  if (v instanceof TextOutput) return { kind: "text", body: v.getContent() };
  throw exception("The script completed but the returned value is not a supported return type.");
}
