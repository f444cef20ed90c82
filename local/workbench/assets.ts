import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { projectRoot } from "../runtime/bundle.ts";
import { BUNDLED, bundlePage } from "./bundle.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".xml": "text/xml; charset=utf-8",
  ".woff2": "font/woff2",
};

/** Libraries' own files, by the path under which the page asks for them; each from its folder in node_modules. */
const VENDOR: Readonly<Record<string, string>> = {
  "/vendor/o-spreadsheet.xml": "@odoo/o-spreadsheet/dist/o_spreadsheet.xml",
  "/vendor/o-spreadsheet.css": "@odoo/o-spreadsheet/dist/o_spreadsheet.css",
  "/vendor/bootstrap.css": "bootstrap/dist/css/bootstrap.min.css",
  "/vendor/font-awesome.css": "font-awesome/css/font-awesome.min.css",
  // Where font-awesome's style looks for its font.
  "/fonts/fontawesome-webfont.woff2": "font-awesome/fonts/fontawesome-webfont.woff2",
};

/**
 * The page reaches its own server and nothing else; a sidebar's frame inherits this. Owl compiles its templates with
 * `new Function`, hence unsafe-eval.
 */
const CONTENT_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "frame-src 'self' blob: data:",
].join("; ");

/** Answers GET requests for the page's files. */
export class Assets {
  private constructor(private readonly files: ReadonlyMap<string, string>) {}

  /** Builds the page first when its sources have changed. */
  static async prepare(): Promise<Assets> {
    const root = projectRoot();
    const page = join(root, "local", "workbench", "page");
    const built = await bundlePage();
    const files = new Map([
      ["/", join(page, "index.html")],
      ["/icon.svg", join(page, "icon.svg")],
    ]);
    for (const name of BUNDLED) files.set(`/${name}`, join(built, name));
    for (const [path, file] of Object.entries(VENDOR)) files.set(path, join(root, "node_modules", file));
    return new Assets(files);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const file = this.files.get(new URL(request.url ?? "/", "http://page").pathname);
    const body = file && (await readFile(file).catch(() => null));
    if (!file || !body) {
      response.writeHead(404).end();
      return;
    }
    response
      .writeHead(200, {
        "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
        "Content-Security-Policy": CONTENT_POLICY,
        // The server may be another one at the same address tomorrow.
        "Cache-Control": "no-store",
      })
      .end(body);
  }
}
