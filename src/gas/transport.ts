import type { HttpRequest, HttpResponse, NoAnswer, Transport } from "../core/ports.ts";

/** The platform gives up after 50 to 60 s, or 360 s by its newer documentation (facts, 6.1): ask for the former. */
const TIMEOUT_SECONDS = 55;

/** What fails for every address alike, by its English words: asking again changes nothing, and no API is to blame (facts, 1.6 and 2.4). */
const REFUSED_BY_GOOGLE = /permission|invoked too many times/i;

/** The newer field is missing from the published types. */
type Request = GoogleAppsScript.URL_Fetch.URLFetchRequest & { readonly timeoutSeconds: number };

export const transport: Transport = {
  send(requests) {
    if (requests.length === 0) return [];
    if (requests.length === 1) return requests.map(sendOne);
    try {
      return UrlFetchApp.fetchAll(requests.map(asRequest)).map(asResponse);
    } catch (error) {
      // One member without an answer throws away the answers of all (facts, 6.4), and nobody knows which one.
      const none = { ...noAnswer(error), mayPass: true };
      return requests.map(() => none);
    }
  },
};

function sendOne(request: HttpRequest): HttpResponse | NoAnswer {
  const { url, ...parameters } = asRequest(request);
  try {
    return asResponse(UrlFetchApp.fetch(url, parameters));
  } catch (error) {
    return noAnswer(error);
  }
}

function asRequest({ method, url, headers, body }: HttpRequest): Request {
  return {
    url,
    method: method.toLowerCase() as "get" | "post" | "put" | "delete",
    headers: { ...headers },
    muteHttpExceptions: true,
    // A redirect to another host would carry the key along.
    followRedirects: false,
    timeoutSeconds: TIMEOUT_SECONDS,
    ...(body === undefined ? {} : { payload: body, contentType: "application/json" }),
  };
}

function asResponse(response: GoogleAppsScript.URL_Fetch.HTTPResponse): HttpResponse {
  const headers: Record<string, string> = {};
  const all = response.getAllHeaders() as Record<string, string | string[]>;
  for (const [name, value] of Object.entries(all))
    headers[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : String(value);
  return { status: response.getResponseCode(), headers, body: response.getContentText("UTF-8") };
}

/**
 * The platform's texts repeat the whole address with its query (facts, 6.3): none of it goes on.
 * @throws the error itself when it is Google that refuses to send anything.
 */
function noAnswer(error: unknown): NoAnswer {
  const text = error instanceof Error ? error.message : String(error);
  const fault = text.replace(/https?:\/\/\S+/g, "").trim();
  if (REFUSED_BY_GOOGLE.test(fault)) throw error;
  return { fault, mayPass: !/DNS error|Invalid argument|invalid value/.test(text) };
}
