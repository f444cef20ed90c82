/**
 * Places in o-spreadsheet's template of the help about a formula, where a function's own `help` (local/book's
 * function-help.ts) comes in.
 */
const PLACES: readonly (readonly [original: string, ours: string])[] = [
  [
    '<t t-set="context" t-value="getContext()"/>\n      <div class="o-formula-assistant bg-white"',
    `<t t-set="given" t-value="getContext()"/>
      <t t-set="context" t-value="given.functionDescription.help ? given.functionDescription.help(given) : given"/>
      <div class="o-formula-assistant bg-white"`,
  ],
  ['t-foreach="formulaHeaderContent"', 't-foreach="context.head or formulaHeaderContent"'],
];

/** o-spreadsheet's templates with help that names the parameters of custom functions. */
export function withNamedParameters(templates: string): string {
  return PLACES.reduce((text, [original, ours]) => {
    if (!text.includes(original)) throw new Error(`o-spreadsheet's templates have no ${original}`);
    return text.replace(original, () => ours);
  }, templates);
}
