import { type Bytes, blob, heldBy, isBlob } from "./blob.ts";
import { call, exception } from "./link.ts";
import { own, sealed } from "./sealed.ts";
import { isList, isObject, isText, overload } from "./signature.ts";

/** An answer as the host tells it. Its bytes stay there until asked for. */
export interface WireResponse {
  readonly id: number;
  readonly status: number;
  /** In the order and with the letter case that the server sent. */
  readonly headers: readonly (readonly [string, string])[];
  /** Decoded by the charset of the answer, else UTF-8. */
  readonly text: string;
  readonly type: string | null;
}

/** A request on its way: what the script said, nothing added. */
export interface WireRequest {
  readonly url: string;
  readonly method?: unknown;
  readonly headers?: Record<string, unknown>;
  readonly contentType?: unknown;
  readonly payload?:
    | { text: string }
    | { base64: string; type: string | null }
    | { form: [string, string][] };
  readonly muteHttpExceptions?: boolean;
  readonly followRedirects?: boolean;
  readonly timeoutSeconds?: unknown;
}

class HTTPResponse {
  readonly [own]: WireResponse;

  constructor(response: WireResponse) {
    this[own] = response;
  }
  getResponseCode(): number {
    return this[own].status;
  }
  getContentText(...args: unknown[]): string {
    overload("HTTPResponse.getContentText", args, [], [isText]);
    if (args.length === 0) return this[own].text;
    return call("HTTPResponse.getContentText", { id: this[own].id, charset: args[0] });
  }
  getContent(): Bytes {
    return call("HTTPResponse.getContent", { id: this[own].id });
  }
  getBlob(): unknown {
    const base64 = call<string>("HTTPResponse.getBlob", { id: this[own].id });
    return blob({ base64, type: this[own].type, name: null });
  }
  /** The last of repeated headers ([K]; getAllHeaders has them all). */
  getHeaders(): Record<string, string> {
    return Object.fromEntries(this[own].headers);
  }
  getAllHeaders(): Record<string, string | string[]> {
    const all: Record<string, string | string[]> = {};
    for (const [name, value] of this[own].headers) {
      const before = all[name];
      all[name] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
    }
    return all;
  }
}

/** Parameters that the reference names, and `timeoutSeconds` of 2026 (facts 6.1); others are passed over there. */
const KNOWN = new Set([
  "url",
  "method",
  "headers",
  "contentType",
  "payload",
  "muteHttpExceptions",
  "followRedirects",
  "validateHttpsCertificates",
  "escaping",
  "useIntranet",
  "timeoutSeconds",
]);

function payloadOut(payload: unknown): WireRequest["payload"] {
  if (payload === undefined || payload === null) return undefined;
  if (typeof payload === "string") return { text: payload };
  if (isBlob(payload)) return { base64: heldBy(payload).base64, type: heldBy(payload).type };
  if (Array.isArray(payload)) {
    return { base64: call<string>("Utilities.base64Encode", { bytes: payload }), type: null };
  }
  if (typeof payload !== "object") return { text: String(payload) };
  if (Object.values(payload).some(isBlob))
    throw exception("not implemented in the stand-in: UrlFetchApp.fetch with a multipart payload", "Error");
  return { form: Object.entries(payload).map(([name, value]) => [name, String(value)]) };
}

/** A header without a value is refused whichever way it has none, and JSON would drop undefined. */
function headersOut(headers: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value ?? null]));
}

function requestOut(url: unknown, params: Record<string, unknown>): WireRequest {
  const unknown = Object.keys(params).find((name) => !KNOWN.has(name));
  if (unknown) throw exception(`not implemented in the stand-in: UrlFetchApp parameter ${unknown}`, "Error");
  const payload = payloadOut(params.payload);
  const { headers = null } = params;
  // The words are made after those for a header.
  if (headers !== null && !isObject(headers))
    throw exception("Attribute provided with invalid value: headers");
  return {
    url: String(url),
    ...(params.method === undefined ? {} : { method: params.method }),
    ...(headers === null ? {} : { headers: headersOut(headers as object) }),
    ...(params.contentType === undefined ? {} : { contentType: params.contentType }),
    ...(payload === undefined ? {} : { payload }),
    ...(params.timeoutSeconds === undefined ? {} : { timeoutSeconds: params.timeoutSeconds }),
    muteHttpExceptions: params.muteHttpExceptions === true,
    followRedirects: params.followRedirects !== false,
  };
}

const response = (wire: WireResponse) => sealed("HTTPResponse", new HTTPResponse(wire));

export const UrlFetchApp = sealed("UrlFetchApp", {
  fetch: (...args: unknown[]) => {
    overload("UrlFetchApp.fetch", args, [isText], [isText, isObject]);
    const request = requestOut(args[0], (args[1] ?? {}) as Record<string, unknown>);
    return response(call<WireResponse>("UrlFetchApp.fetch", { request }));
  },
  fetchAll: (...args: unknown[]) => {
    overload("UrlFetchApp.fetchAll", args, [isList]);
    const requests = (args[0] as unknown[]).map((each) => {
      if (typeof each === "string") return requestOut(each, {});
      const params = each as Record<string, unknown>;
      return requestOut(params.url, params);
    });
    return call<WireResponse[]>("UrlFetchApp.fetchAll", { requests }).map(response);
  },
  getRequest: (...args: unknown[]) => {
    overload("UrlFetchApp.getRequest", args, [isText], [isText, isObject]);
    const request = requestOut(args[0], (args[1] ?? {}) as Record<string, unknown>);
    return call<Record<string, unknown>>("UrlFetchApp.getRequest", { request });
  },
});
