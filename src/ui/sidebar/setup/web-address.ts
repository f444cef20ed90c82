/** What Google calls a deployed web app: of a person, or of a Workspace domain, where the name comes first. */
const WEB_APP = /^https:\/\/script\.google\.com\/((a\/)?macros\/)?([\w.-]+\/)?s\/[\w-]+\/(exec|dev)\b/;

/** The address that Huntr is to ring, or why what was pasted is none. */
export function webAddress(
  pasted: string,
  query: string,
): { readonly url: string } | { readonly wrong: string } {
  const [url, , , , kind] = WEB_APP.exec(pasted.trim()) ?? [];
  if (url === undefined)
    return {
      wrong:
        "That is no web app's address: it begins with https://script.google.com/macros/s/ and ends with /exec.",
    };
  if (kind === "dev") return { wrong: "That one is for you alone. Take the one that ends with /exec." };
  return { url: `${url}?${query}` };
}
