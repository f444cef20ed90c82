import { NEEDS } from "../access.ts";
import { UI_CALL_MS } from "../costs.ts";
import { GoogleError } from "../google-error.ts";
import { type Dialog, isWebRequest, type Menu, type Panel } from "../report.ts";
import { counted, free, type ServiceTable } from "../service.ts";

/** The add-on's title, as createAddonMenu takes it from the project (facts 3.2). */
const ADDON_TITLE = "Huntsheet";

/** A page is shown to the person who looks at the file; a new one takes the place of the old (facts 3.2). */
const show = counted(NEEDS.panels, ({ world, run }, panel: Panel) => {
  run.spend(UI_CALL_MS);
  if (panel.kind === "sidebar") run.sidebar = panel;
  world.emit("panel", { ...panel, user: run.user });
  return null;
});

/** The script stands still until the person has answered, and its locks do not survive that (facts 3.2, 9.1). */
const ask = counted(NEEDS.panels, async ({ world, run }, dialog: Dialog) => {
  run.spend(UI_CALL_MS);
  run.writes.flush();
  run.alerts.push(dialog);
  world.locks.releaseAll(run.id, run.now());
  world.schedule.leave(run.id);
  const answer = await world.answerDialog(dialog, run.user, run.id);
  run.waitUntil(world.clock.now());
  await world.schedule.turn(run.id, run.now());
  return answer;
});

export const ui: ServiceTable = {
  // facts 3.2: only where somebody has the file open.
  "SpreadsheetApp.getUi": free(NEEDS.menus, ({ run }) => {
    if (run.entry === "trigger" || isWebRequest(run.entry))
      throw new GoogleError("Cannot call SpreadsheetApp.getUi() from this context.");
    return null;
  }),
  "Ui.createAddonMenu": free(NEEDS.menus, () => ADDON_TITLE),
  "Menu.addToUi": counted(NEEDS.menus, ({ run }, menu: Menu) => {
    run.spend(UI_CALL_MS);
    run.menus.push(menu);
    return null;
  }),
  "Ui.showSidebar": show,
  "Ui.showModalDialog": show,
  "Ui.showModelessDialog": show,
  "Ui.alert": ask,
  "Ui.prompt": ask,
};
