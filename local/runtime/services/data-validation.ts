import type { CellInput } from "../../book/book.ts";
import { clearValidations, setValidations, type Validation, validations } from "../../book/validations.ts";
import { GoogleError } from "../google-error.ts";
import { LISTED_CHOICES } from "../limits.ts";
import type { CallContext, ServiceTable } from "../service.ts";
import type { Area } from "../wire.ts";
import { checkArea } from "./areas.ts";
import { areaOfRange, cellRange, criterionIn, criterionOut, type WireCriterion } from "./criteria.ts";
import { reading, writing } from "./ranges.ts";
import { queueTyped } from "./typed-columns.ts";

interface WireValidation extends Omit<Validation, "criterion" | "source"> {
  readonly criterion: WireCriterion;
  readonly source: Area | null;
}

type Rule = WireValidation | null;

const BUILT_IN = ["VALUE_IN_LIST", "VALUE_IN_RANGE", "CHECKBOX"];

function validationIn(context: CallContext, rule: Rule): Validation | null {
  if (!rule) return null;
  const { criterion, source } = rule;
  if (source) checkArea(context, source);
  if (criterion.criteria === "VALUE_IN_LIST" && criterion.values.length > LISTED_CHOICES)
    throw new GoogleError(
      `The data validation rule has more items than the limit of ${LISTED_CHOICES}. Use the "List from a range" criteria instead.`,
    );
  return {
    ...rule,
    source: source && cellRange(source),
    criterion: BUILT_IN.includes(criterion.criteria)
      ? { criteria: criterion.criteria, values: criterion.values.map(String) }
      : criterionIn(criterion, context.world.book.timeZone),
  };
}

const get = reading(({ world: { book } }, area): Rule[][] =>
  validations(book, cellRange(area)).map((row) =>
    row.map(
      (rule) =>
        rule && {
          ...rule,
          source: rule.source && areaOfRange(rule.source),
          criterion: criterionOut(rule.criterion, book.timeZone),
        },
    ),
  ),
);

/** Looks at the checkboxes of an area: their values, null for a cell that has none. */
function checkboxes({ world: { book } }: CallContext, area: Area): (boolean | null)[][] {
  const rules = validations(book, cellRange(area));
  const held = book.values(area.s, area.r, area.c, area.nr, area.nc);
  return held.map((row, i) =>
    row.map((value, j) => {
      const isBox = rules[i]?.[j]?.criterion.criteria === "CHECKBOX";
      return isBox && typeof value === "boolean" ? value : null;
    }),
  );
}

/** Puts a value into some cells of an area at once. */
function fill(
  context: CallContext,
  area: Area,
  value: CellInput,
  isMeant: (row: number, column: number) => boolean,
) {
  for (let i = 0; i < area.nr; i += 1)
    for (let j = 0; j < area.nc; j += 1)
      if (isMeant(i, j)) context.world.book.write(area.s, area.r + i, area.c + j, [[value]]);
}

const tick = writing<{ value: boolean }>((context, area, { value }) =>
  context.run.writes.change(() => {
    const before = checkboxes(context, area);
    fill(context, area, value, (i, j) => before[i]?.[j] === !value);
  }),
);

const CHECKBOX: Validation = {
  criterion: { criteria: "CHECKBOX", values: [] },
  source: null,
  hasDropdown: true,
  allowsInvalid: true,
  helpText: null,
};

function filled<T>({ nr, nc }: Area, value: T): T[][] {
  return Array.from({ length: nr }, () => Array.from({ length: nc }, () => value));
}

export const dataValidations: ServiceTable = {
  "Range.getDataValidation": get,
  "Range.getDataValidations": get,
  "Range.setDataValidation": writing<{ rule: Rule }>((context, area, { rule }) => {
    const validation = validationIn(context, rule);
    queueTyped(context, area, "validation");
    context.run.writes.change((book) =>
      setValidations(book, area.s, area.r, area.c, filled(area, validation)),
    );
  }),
  "Range.setDataValidations": writing<{ rules: Rule[][] }>((context, area, { rules }) => {
    const grid = rules.map((row) => row.map((rule) => validationIn(context, rule)));
    queueTyped(context, area, "validation");
    context.run.writes.change((book) => setValidations(book, area.s, area.r, area.c, grid));
  }),
  // Every cell is false then, whatever it held.
  "Range.insertCheckboxes": writing((context, area) => {
    queueTyped(context, area, "validation");
    context.run.writes.change((book) => {
      setValidations(book, area.s, area.r, area.c, filled(area, CHECKBOX));
      book.write(area.s, area.r, area.c, filled(area, false));
    });
  }),
  // What was checked or not is cleared; other contents stay.
  "Range.removeCheckboxes": writing((context, area) =>
    context.run.writes.change((book) => {
      const before = checkboxes(context, area);
      fill(context, area, null, (i, j) => before[i]?.[j] !== null);
      clearValidations(book, cellRange(area));
    }),
  ),
  "Range.check": tick,
  "Range.uncheck": tick,
  /** null when some are checked and some are not, or have no checkbox. */
  "Range.isChecked": reading((context, area) => {
    const all = checkboxes(context, area).flat();
    return all.every((value) => value === all[0]) ? all[0] : null;
  }),
};
