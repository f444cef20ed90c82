import type { Style } from "../../book/book.ts";
import { formatRules, setFormatRules } from "../../book/conditional-formats.ts";
import { GoogleError } from "../google-error.ts";
import type { ServiceTable } from "../service.ts";
import type { Area } from "../wire.ts";
import { checkArea } from "./areas.ts";
import { areaOfRange, cellRange, criterionIn, criterionOut, type WireCriterion } from "./criteria.ts";
import { checkProtected } from "./protection.ts";
import { change, look } from "./sheets.ts";

interface WireRule {
  readonly ranges: readonly Area[];
  readonly condition: WireCriterion | null;
  readonly style: Partial<Style>;
  readonly kept?: object;
}

const setRules = change<{ rules: readonly WireRule[] }>((context, sheet, { rules }) => {
  const { book } = context.world;
  for (const area of rules.flatMap(({ ranges }) => ranges)) {
    // facts 5.1.
    if (area.s !== sheet)
      throw new GoogleError("Conditional format rule cannot reference a different sheet.");
    checkArea(context, area);
  }
  checkProtected(context, sheet, "name");
  setFormatRules(
    book,
    sheet,
    rules.map(({ condition, ranges, ...rest }) => ({
      ...rest,
      ranges: ranges.map(cellRange),
      condition: condition && criterionIn(condition, book.timeZone),
    })),
  );
});

export const conditionalFormats: ServiceTable = {
  "Sheet.getConditionalFormatRules": look(({ world: { book } }, sheet): WireRule[] =>
    formatRules(book, sheet).map(({ condition, ranges, ...rest }) => ({
      ...rest,
      ranges: ranges.map(areaOfRange),
      condition: condition && criterionOut(condition, book.timeZone),
    })),
  ),
  "Sheet.setConditionalFormatRules": setRules,
  "Sheet.clearConditionalFormatRules": setRules,
};
