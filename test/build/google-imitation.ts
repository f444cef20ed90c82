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

export interface GoogleImitation {
  /** For HTTPS_PROXY. */
  readonly proxy: string;
  /** For NODE_EXTRA_CA_CERTS, as PEM. */
  readonly authority: string;
  /** `METHOD host/path` of every request, in order. */
  readonly requests: string[];
  /** What the script holds: at first what Google puts into a new one. */
  files(): readonly ScriptFile[];
  close(): void;
}

export const NEW_SCRIPT_ID = "1NewScript".padEnd(57, "x");

const NEW_SCRIPT: readonly ScriptFile[] = [
  { name: "appsscript", type: "JSON", source: '{\n  "timeZone": "America/New_York"\n}' },
  { name: "Code", type: "SERVER_JS", source: "function myFunction() {\n}\n" },
];

/**
 * The part of Google's interfaces that clasp uses to log in again, create a script and push to it, on the loopback.
 * clasp reaches it unchanged, through a proxy that answers for every host.
 */
export async function imitateGoogle(): Promise<GoogleImitation> {
  const { key, cert } = certificateFor(["*.googleapis.com"]);
  const requests: string[] = [];
  let files = NEW_SCRIPT;

  function answer(
    method: string,
    host: string,
    path: string,
    body: unknown,
  ): [status: number, body: unknown] {
    if (host === "oauth2.googleapis.com" && path === "/token")
      return [200, { access_token: "fresh", expires_in: 3600, token_type: "Bearer" }];
    if (method === "POST" && path === "/drive/v3/files") return [200, { id: "1Sheet" }];
    if (method === "POST" && path === "/v1/projects") return [200, { scriptId: NEW_SCRIPT_ID }];
    if (path === `/v1/projects/${NEW_SCRIPT_ID}/content`) {
      if (method === "PUT") files = (body as { files: ScriptFile[] }).files;
      return [200, { scriptId: NEW_SCRIPT_ID, files }];
    }
    return [404, { error: { code: 404, message: `not imitated: ${method} ${host}${path}` } }];
  }

  const server = createTlsServer(
    { key, cert },
    async (request: IncomingMessage, response: ServerResponse) => {
      let text = "";
      for await (const part of request.setEncoding("utf8")) text += part;
      const { method = "", headers } = request;
      const host = headers.host ?? "";
      const path = (request.url ?? "").replace(/\?.*/, "");
      requests.push(`${method} ${host}${path}`);
      const isJson = headers["content-type"]?.startsWith("application/json");
      const [status, body] = answer(method, host, path, isJson ? JSON.parse(text) : text);
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
    files: () => files,
    close: () => {
      proxy.close();
      proxy.closeAllConnections();
      server.closeAllConnections();
    },
  };
}
