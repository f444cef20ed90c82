import type { Exchange } from "../runtime/events.ts";
import type { ShownExchange, ShownMessage } from "./panel-messages.ts";

/** Of a body: a page of a listing is half a megabyte, and the first records tell what it looks like. */
const BODY_CHARACTERS_SHOWN = 6000;

/** Headers that carry a secret: Huntr's and Hunter's keys, and what a server may hand out. */
const SECRET_HEADERS = /^(authorization|proxy-authorization|x-api-key|cookie|set-cookie)$/i;
/** "Bearer", say, is no secret. */
const SCHEME = /^[a-z]+ (?=\S)/i;
/** Parameters of an address that are a secret: Hunter takes its key so. */
const SECRET_PARAMETERS = /([?&](?:api_key|key|token|access_token)=)([^&#]*)/gi;

const MASK = "…";

/** Shorter ones stand in a body by chance. */
const SHORTEST_SECRET = 6;

/** What the developer panel may show of a request: no key, wherever it stands, and the beginning of a long body. */
export function maskedExchange({ url, sent, received }: Exchange): ShownExchange & { readonly url: string } {
  const hide = hiding([...secretsOf(sent.headers), ...[...url.matchAll(SECRET_PARAMETERS)].map((m) => m[2])]);
  return {
    url: hide(url.replace(SECRET_PARAMETERS, `$1${MASK}`)),
    sent: shown(sent, hide),
    received: received && shown(received, hide),
  };
}

function secretsOf(headers: Exchange["sent"]["headers"]): string[] {
  return headers.filter(([name]) => SECRET_HEADERS.test(name)).map(([, value]) => value.replace(SCHEME, ""));
}

/** Takes the secrets out of a text. */
function hiding(found: readonly (string | undefined)[]): (text: string) => string {
  const secrets = found.filter((secret) => secret !== undefined && secret.length >= SHORTEST_SECRET);
  return (text) => secrets.reduce<string>((rest, secret) => rest.replaceAll(secret ?? "", MASK), text);
}

function shown(message: Exchange["sent"], hide: (text: string) => string): ShownMessage {
  const headers = message.headers.map(([name, value]): [string, string] => [
    name,
    SECRET_HEADERS.test(name) ? `${SCHEME.exec(value)?.[0] ?? ""}${MASK}` : hide(value),
  ]);
  return { headers, body: hide(shownBody(message.body)) };
}

/** JSON a field a line, unless it is long: then as it came, its beginning. */
function shownBody(body: Buffer | null): string {
  const text = body?.toString("utf8") ?? "";
  if (text.length > BODY_CHARACTERS_SHOWN) {
    const rest = (text.length - BODY_CHARACTERS_SHOWN).toLocaleString("en-US");
    return `${text.slice(0, BODY_CHARACTERS_SHOWN)}\n… and ${rest} characters more`;
  }
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
