/** What a web app answers: HTML, since senders of webhooks do not follow the redirect that text comes with (facts, 7.3). */
export function htmlAnswer(text: string): GoogleAppsScript.HTML.HtmlOutput {
  return HtmlService.createHtmlOutput(text);
}

/** A body's signature as Huntr makes it: HMAC-SHA256 over its UTF-8 bytes, in base64. */
export function signatureOf(body: string, secret: string): string {
  const bytes = Utilities.computeHmacSha256Signature(body, secret, Utilities.Charset.UTF_8);
  return Utilities.base64Encode(bytes);
}
