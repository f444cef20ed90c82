import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { certificateFor } from "./certificate.ts";

/** A file as the Apps Script API sends and takes it: no ending in the name, a type instead. */
export interface ScriptFile {
  readonly name: string;
  readonly type: "SERVER_JS" | "HTML" | "JSON";
  readonly source: string;
}

/** What a request is answered with in place of what was asked for; "gone" breaks the connection off. */
export type Refusal = "gone" | { readonly status: number; readonly body: unknown };

export interface GoogleImitation {
  /** For HTTPS_PROXY. */
  readonly proxy: string;
  /** For NODE_EXTRA_CA_CERTS, as PEM. */
  readonly authority: string;
  /** `METHOD host/path` of every request, in order. */
  readonly requests: string[];
  /** Files in Drive that are not in the bin, scripts of their own among them; what is bound to a file goes with it. */
  readonly drive: Map<string, { readonly name: string }>;
  /** A spreadsheet whose script was opened once, by Extensions ▸ Apps Script. @returns the script's id */
  openScript(files?: readonly ScriptFile[]): string;
  /** What a script holds. */
  files(scriptId: string): readonly ScriptFile[];
  /** From now on requests that begin so are refused; the method and the path, such as "POST /v1/projects". */
  refuse(request: string, refusal: Refusal): void;
  close(): void;
}

/** An error as Google's interfaces write it. */
export const fault = (status: number, message: string, code = ""): Refusal => ({
  status,
  body: { error: { code: status, message, status: code, errors: [{ message, domain: "global" }] } },
});

/** What Google puts into a new script. */
const NEW_SCRIPT: readonly ScriptFile[] = [
  { name: "appsscript", type: "JSON", source: '{\n  "timeZone": "America/New_York"\n}' },
  { name: "Code", type: "SERVER_JS", source: "function myFunction() {\n\n}\n" },
];

/**
 * The part of Google's interfaces that clasp uses to log in again, to create a script, read it, push to it and throw it
 * away, on the loopback. clasp reaches it unchanged, through a proxy that answers for every host.
 */
export async function imitateGoogle(): Promise<GoogleImitation> {
  const { key, cert } = certificateFor(["*.googleapis.com"]);
  const requests: string[] = [];
  const drive = new Map<string, { name: string }>();
  const scripts = new Map<string, readonly ScriptFile[]>();
  const refusals: [string, Refusal][] = [];

  const newId = (kind: string, length: number) => `1${kind}${drive.size + scripts.size}`.padEnd(length, "x");
  const newScript = (files: readonly ScriptFile[]) => {
    const id = newId("Script", 57);
    scripts.set(id, files);
    return id;
  };

  function answer(method: string, path: string, body: Record<string, unknown>): [number, unknown] {
    if (path === "/token") return [200, { access_token: "fresh", expires_in: 3600, token_type: "Bearer" }];
    if (method === "POST" && path === "/drive/v3/files") {
      const id = newId("Sheet", 44);
      drive.set(id, { name: String(body.name) });
      return [200, { id }];
    }
    if (method === "PATCH" && body.trashed === true) {
      const id = path.split("/").at(-1) ?? "";
      return drive.delete(id) ? [200, { id }] : [404, { error: { code: 404, message: "File not found." } }];
    }
    if (method === "POST" && path === "/v1/projects") {
      const scriptId = newScript(NEW_SCRIPT);
      if (!body.parentId) drive.set(scriptId, { name: String(body.title) });
      return [200, { scriptId }];
    }
    const [, scriptId = ""] = /^\/v1\/projects\/([^/]+)\/content$/.exec(path) ?? [];
    const files = scripts.get(scriptId);
    if (!files) return [404, { error: { code: 404, message: "Requested entity was not found." } }];
    if (method === "PUT") scripts.set(scriptId, body.files as ScriptFile[]);
    return [200, { scriptId, files: scripts.get(scriptId) }];
  }

  const server = createTlsServer(
    { key, cert },
    async (request: IncomingMessage, response: ServerResponse) => {
      let text = "";
      for await (const part of request.setEncoding("utf8")) text += part;
      const { method = "", headers } = request;
      const path = (request.url ?? "").replace(/\?.*/, "");
      requests.push(`${method} ${headers.host ?? ""}${path}`);
      const refusal = refusals.find(([what]) => `${method} ${path}`.startsWith(what))?.[1];
      if (refusal === "gone") {
        request.socket.destroy();
        return;
      }
      const isJson = headers["content-type"]?.startsWith("application/json");
      const [status, body] = refusal
        ? [refusal.status, refusal.body]
        : answer(method, path, isJson && text !== "" ? JSON.parse(text) : {});
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    },
  );
  const proxy = createServer().on("connect", (_, socket) => {
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    server.emit("connection", socket);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    authority: cert,
    requests,
    drive,
    openScript: (files = NEW_SCRIPT) => newScript(files),
    files: (scriptId) => scripts.get(scriptId) ?? [],
    refuse: (request, refusal) => refusals.push([request, refusal]),
    close: () => {
      proxy.close();
      proxy.closeAllConnections();
      server.closeAllConnections();
    },
  };
}
