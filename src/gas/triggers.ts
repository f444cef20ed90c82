import type { Triggers } from "../core/ports.ts";
import { consentUrl } from "./consent.ts";
import { forgetMade, isAlive, noteMade } from "./heartbeat.ts";
import { isBound } from "./install.ts";

export const triggers: Triggers = {
  ensure: (handlers) => {
    // Too many triggers, or not allowed for this person: the run then goes on as long as the sidebar is open.
    let there: string[];
    try {
      there = ScriptApp.getProjectTriggers().map((trigger) => trigger.getHandlerFunction());
    } catch {
      return false;
    }
    let isAnyThere = false;
    for (const [handler, every] of Object.entries(handlers))
      if (there.includes(handler) || tryToMake(handler, every)) isAnyThere = true;
    // In an add-on one in another file does for this one, too.
    return isAnyThere || (!isBound && isAlive());
  },
  remove: (handler) => {
    // A healthy one serves a file among many only every few hours: what looks left may be in a queue.
    if (!isBound && isAlive()) return false;
    // One that stays is no harm; what had been done until here would count as failed.
    try {
      const there = ScriptApp.getProjectTriggers().filter(
        (trigger) => trigger.getHandlerFunction() === handler,
      );
      for (const trigger of there) ScriptApp.deleteTrigger(trigger);
      if (!isBound && there.length > 0) forgetMade();
      return there.length > 0;
    } catch (error) {
      console.warn(error);
      return false;
    }
  },
  consentUrl,
};

/** Tries to make a trigger: false where Google allows no more of them. */
function tryToMake(handler: string, every: "minute" | "hour"): boolean {
  try {
    const clock = ScriptApp.newTrigger(handler).timeBased();
    (every === "minute" ? clock.everyMinutes(1) : clock.everyHours(1)).create();
    if (!isBound) noteMade();
    return true;
  } catch {
    return false;
  }
}
