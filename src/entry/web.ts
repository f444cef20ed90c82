import { htmlAnswer, signatureOf } from "../gas/web.ts";
import { currentWorld } from "../gas/world.ts";
import { ring, type WebRequest } from "../runs/bell/ring.ts";
import { changeWebhooks, stateOfWebhooks, switchWebhooks, type WebhooksChange } from "../runs/bell/set-up.ts";
import { currentWork } from "./work.ts";

/**
 * The web app of a bound script, which Huntr's webhooks ring; a published add-on has none, since it would run as its
 * publisher (facts, 7.3). Anybody may call it: it does nothing but take note.
 */

/**
 * What the answers say, for a relay to tell them from one of Google's own pages. Letters only: Google wraps an answer up
 * in a page of its own, where other characters are escaped.
 */
const HEARD = "HuntsheetBellHeard";
const REFUSED = "HuntsheetBellRefused";
const FAILED = "HuntsheetBellFailed";

/** Never fails: whatever came, the answer is a page with status 200. */
export function doPost(event: WebRequest): unknown {
  let word = FAILED;
  try {
    word = ring(event, currentWorld().ports, signatureOf) ? HEARD : REFUSED;
  } catch {
    // What Google said may repeat what was sent, and so is logged nowhere: the next bell, or the schedule, makes up for it.
  }
  return htmlAnswer(word);
}

/** @param _event only a web app's request has one: without it nothing runs. */
export function doGet(_event: WebRequest): unknown {
  return htmlAnswer("This address is for the webhooks of Huntr. There is nothing to see here.");
}

/**
 * Has Huntr's webhooks ring, or not any more.
 * @return {string} as of `webhooksState`.
 */
export function setWebhooks(isOn: boolean): string {
  const work = currentWork();
  switchWebhooks(isOn === true, work);
  return JSON.stringify(stateOfWebhooks(work, false));
}

/** @return {string} a `WebhooksState` as JSON: `isOn`, `query`, `bells`, `refused`, `lastBell` and more. */
export function webhooksState(): string {
  return JSON.stringify(stateOfWebhooks(currentWork(), true));
}

/** @param {string} changeJson a `WebhooksChange`. */
export function changeWebhookSetup(changeJson: string): string {
  const work = currentWork();
  changeWebhooks(JSON.parse(changeJson) as WebhooksChange, work);
  return JSON.stringify(stateOfWebhooks(work, false));
}
