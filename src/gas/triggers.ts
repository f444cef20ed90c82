import type { Triggers } from "../core/ports.ts";

export const triggers: Triggers = {
  ensure: (handlers) => {
    // Too many triggers, or not allowed for this person: the run then goes on as long as the sidebar is open.
    let there: string[];
    try {
      there = ScriptApp.getProjectTriggers().map((trigger) => trigger.getHandlerFunction());
    } catch {
      return false;
    }
    const isThere = (handler: string) => {
      if (there.includes(handler)) return true;
      try {
        const clock = ScriptApp.newTrigger(handler).timeBased();
        (handlers[handler] === "minute" ? clock.everyMinutes(1) : clock.everyHours(1)).create();
        return true;
      } catch {
        return false;
      }
    };
    return Object.keys(handlers).filter(isThere).length > 0;
  },
  remove: (handler) => {
    for (const trigger of ScriptApp.getProjectTriggers()) {
      if (trigger.getHandlerFunction() === handler) ScriptApp.deleteTrigger(trigger);
    }
  },
  consentUrl: () => {
    const info = ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL);
    return info.getAuthorizationStatus() === ScriptApp.AuthorizationStatus.REQUIRED
      ? info.getAuthorizationUrl()
      : null;
  },
};
