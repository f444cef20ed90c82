import { stageType } from "../huntr/stages.ts";
import { type Argument, inputsOf, type Shown } from "./formula.ts";

/** One stage type per name; a name that implies none gives an empty cell. */
export function stageFormula(name: Argument): Shown | Shown[][] {
  const { inputs, isRange } = inputsOf(name);
  const types = inputs.map((input) => stageType(String(input)));
  return isRange ? types.map((type) => [type]) : (types[0] ?? "");
}
