// What pages show about a custom function while its formula is typed, out of its JSDoc.

/** One parameter, in o-spreadsheet's words for the description of an argument. */
interface Parameter {
  readonly name: string;
  readonly description: string;
  readonly optional: boolean;
}

/** What o-spreadsheet's help about a formula has before it. */
export interface HelpContext {
  readonly functionDescription: {
    readonly name: string;
    readonly description: string;
    readonly args: readonly unknown[];
  };
  /** Which of `args` the cursor is in. */
  readonly argsToFocus: readonly number[];
  /** How often a repeated argument came before the one that the cursor is in. */
  readonly repeatingArgGroupIndex?: number | undefined;
  /** The line with the function's name and parameters, where it is not o-spreadsheet's own. */
  readonly head?: readonly { readonly content: string; readonly focused?: boolean }[];
}

/** The words before the first tag. */
export function summaryOf(doc: string): string {
  return doc.split(/(?:^|\n)\s*@/, 1)[0]?.trim() ?? "";
}

function parametersOf(params: readonly string[], doc: string): Parameter[] {
  const texts = new Map<string, string>();
  for (const [, name = "", text = ""] of doc.matchAll(/@param\s+(?:\{[^}]*\}\s+)?\[?(\w+)\]?([^@]*)/g)) {
    texts.set(name, text.replaceAll(/\s+/g, " ").trim());
  }
  return params.map((name) => {
    const text = texts.get(name) ?? "";
    const described = text.replace(/^Optional\.\s*/, "");
    return { name, description: described, optional: described !== text };
  });
}

/**
 * How the help names parameters: to o-spreadsheet every custom function has one argument that is repeated
 * (formula-names.ts), and its help would say argument1, argument2.
 */
export function namingParameters(
  params: readonly string[],
  doc: string,
): (given: HelpContext) => HelpContext {
  const parameters = parametersOf(params, doc);
  return ({ functionDescription, repeatingArgGroupIndex = 0 }) => {
    const { name, description } = functionDescription;
    const names = parameters.flatMap(({ name: content, optional }, i) => [
      { content: `${i > 0 ? ", " : ""}${optional ? "[" : ""}` },
      { content, focused: i === repeatingArgGroupIndex },
      { content: optional ? "]" : "" },
    ]);
    return {
      functionDescription: { name, description, args: parameters },
      argsToFocus: [repeatingArgGroupIndex],
      head: [{ content: `${name}(` }, ...names, { content: ")" }],
    };
  };
}
