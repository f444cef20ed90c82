import type { Triggers } from "../core/ports.ts";

export const triggers: Triggers = {
  ensure: (handler, every) => {
    try {
      if (ScriptApp.getProjectTriggers().some((trigger) => trigger.getHandlerFunction() === handler))
        return true;
      const clock = ScriptApp.newTrigger(handler).timeBased();
      (every === "minute" ? clock.everyMinutes(1) : clock.everyHours(1)).create();
      return true;
    } catch {
      // Too many triggers, or not allowed for this person: the run then goes on as long as the sidebar is open.
      return false;
    }
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
