import type { ServiceTable } from "../service.ts";
import { authorisation } from "./authorisation.ts";
import { borders } from "./borders.ts";
import { cache } from "./cache.ts";
import { charts } from "./charts.ts";
import { conditionalFormats } from "./conditional-format.ts";
import { copying } from "./copying.ts";
import { dataValidations } from "./data-validation.ts";
import { developerMetadata } from "./developer-metadata.ts";
import { fetchCalls } from "./fetch.ts";
import { filters } from "./filter.ts";
import { gridLooks } from "./grid-looks.ts";
import { html } from "./html.ts";
import { lockCalls } from "./lock.ts";
import { namedRanges } from "./named-ranges.ts";
import { properties } from "./properties.ts";
import { protections } from "./protection.ts";
import { ranges } from "./ranges.ts";
import { richText } from "./rich-text.ts";
import { session } from "./session.ts";
import { sheets } from "./sheets.ts";
import { spreadsheet } from "./spreadsheet.ts";
import { textFinder } from "./text-finder.ts";
import { triggerCalls } from "./triggers.ts";
import { ui } from "./ui.ts";
import { utilities } from "./utilities.ts";

/** Every call that the guest may make, by Google's name. */
export const services: ServiceTable = {
  ...spreadsheet,
  ...sheets,
  ...gridLooks,
  ...ranges,
  ...conditionalFormats,
  ...dataValidations,
  ...copying,
  ...borders,
  ...protections,
  ...filters,
  ...developerMetadata,
  ...namedRanges,
  ...textFinder,
  ...richText,
  ...charts,
  ...ui,
  ...fetchCalls,
  ...properties,
  ...cache,
  ...lockCalls,
  ...triggerCalls,
  ...authorisation,
  ...utilities,
  ...session,
  ...html,
};
