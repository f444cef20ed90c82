import { createHmac } from "node:crypto";
import type { Action } from "./shapes.ts";

/** An action as Huntr posts it to a webhook: body, and the signature that its secret makes of exactly that body. */
export function signedWebhook(
  action: Action,
  secret: string,
): { headers: Record<string, string>; body: string } {
  const body = JSON.stringify(action);
  const signature = createHmac("sha256", secret).update(body).digest("base64");
  return { headers: { "content-type": "application/json", "x-huntr-hmac-sha256": signature }, body };
}
