import { isBound } from "../gas/install.ts";
import { pageOf, signatureOf } from "../gas/ui.ts";
import { currentWorld } from "../gas/world.ts";
import { ring } from "../runs/bell/note.ts";

/** What the web app of a bound script answers: Huntr's webhooks ring here. */

type PostEvent = GoogleAppsScript.Events.DoPost;
type Page = GoogleAppsScript.HTML.HtmlOutput;

/** For a relay, which sees no status: of letters alone, since Google wraps them into a page of its own (facts, 7.3). */
const HEARD = "HuntsheetHeard";
const NOT_HEARD = "HuntsheetRefused";

/**
 * Huntr tells of an action, or somebody claims to: that is noted and nothing else. What happened is read from Huntr's
 * own actions, so nothing of the body is kept. Whatever comes, the answer is a page, with status 200.
 */
export function doPost({ parameter, postData }: PostEvent): Page {
  let isHeard = false;
  try {
    const { k: secret = "", s: signature = "" } = parameter as { k?: string; s?: string };
    const signed = (signing: string) => signatureOf(postData.contents, signing);
    isHeard = isBound && ring({ secret, signature, signed }, currentWorld());
  } catch (error) {
    // Its message names a service or a quota, never the request.
    console.warn((error as Error).message);
  }
  return pageOf(isHeard ? HEARD : NOT_HEARD);
}

/** A person who opens the web app's address. */
export function doGet(): Page {
  return pageOf("This address is for Huntr's webhooks. There is nothing to see here.");
}
