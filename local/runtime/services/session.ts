import { createHash } from "node:crypto";
import { NEEDS } from "../access.ts";
import { isWebRequest } from "../report.ts";
import { free, type ServiceTable } from "../service.ts";

/** facts 9.3: the key changes every 30 days. */
const KEY_LIFE_MS = 30 * 24 * 60 * 60_000;

export const session: ServiceTable = {
  // facts 9.3, 2.4: nobody is known in a simple trigger, a formula, or a web app that runs as its deployer.
  "Session.getActiveUser": free(NEEDS.person, ({ world, run }) => {
    const isDeployer = isWebRequest(run.entry) && world.project.manifest.executeAs === "USER_DEPLOYING";
    return run.mode === "FULL" && !isDeployer ? run.user : "";
  }),
  "Session.getEffectiveUser": free(NEEDS.person, ({ run }) => (run.mode === "FULL" ? run.user : "")),
  "Session.getActiveUserLocale": free(NEEDS.nothing, () => "en"),
  "Session.getScriptTimeZone": free(NEEDS.nothing, ({ world }) => world.project.manifest.timeZone),
  // facts 2.4: a formula runs as nobody.
  "Session.getTemporaryActiveUserKey": free(NEEDS.nothing, ({ world, run }) =>
    run.entry === "formula"
      ? ""
      : createHash("sha256")
          .update(`${run.user} ${Math.floor(world.clock.now() / KEY_LIFE_MS)}`)
          .digest("base64"),
  ),
};
