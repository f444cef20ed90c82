import type { ServiceTable } from "../service.ts";
import { cache } from "./cache.ts";
import { fetchCalls } from "./fetch.ts";
import { gridLooks } from "./grid-looks.ts";
import { html } from "./html.ts";
import { lockCalls } from "./lock.ts";
import { properties } from "./properties.ts";
import { ranges } from "./ranges.ts";
import { session } from "./session.ts";
import { sheets } from "./sheets.ts";
import { spreadsheet } from "./spreadsheet.ts";
import { triggerCalls } from "./triggers.ts";
import { ui } from "./ui.ts";
import { utilities } from "./utilities.ts";

/** Every call that the guest may make, by Google's name. */
export const services: ServiceTable = {
  ...spreadsheet,
  ...sheets,
  ...gridLooks,
  ...ranges,
  ...ui,
  ...fetchCalls,
  ...properties,
  ...cache,
  ...lockCalls,
  ...triggerCalls,
  ...utilities,
  ...session,
  ...html,
};
