/** Parameters of a request. A list becomes `name[]=a&name[]=b`; undefined, null and "" are not allowed: leave them out. */
export type QueryValue = string | number | boolean | readonly (string | number)[];
export type Query = Readonly<Record<string, QueryValue>>;

/** `?a=b&c=d`, or "" for none. */
export function queryText(query: Query): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(query)) {
    if (typeof value === "object") {
      for (const one of value) parts.push(`${percentEncoded(name)}%5B%5D=${percentEncoded(String(one))}`);
    } else parts.push(`${percentEncoded(name)}=${percentEncoded(String(value))}`);
  }
  return parts.length > 0 ? `?${parts.join("&")}` : "";
}

/** As encodeURIComponent, which throws on half a surrogate pair. */
export function percentEncoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\uFFFD"));
}
