// What is in a cell, as text that can be typed or as content that a command carries.
import type { Content } from "./commands.ts";
import type { FormulaCell, Getters, LiteralCell } from "./engine.ts";
import { readTyped, type Typed } from "./typed-input.ts";

/** What a value reads as in our commands and saved books: text that begins like something else gets an apostrophe. */
export function storedContent(cell: LiteralCell): Content {
  const value = cell.parsedValue;
  if (value === null) return "";
  return typeof value === "string" ? quotedIfSpecial(value) : value;
}

/** Text for a command, where only a leading `=` or `'` is special. */
export function quotedIfSpecial(text: string): string {
  return text.startsWith("=") || text.startsWith("'") ? `'${text}` : text;
}

/** Typed text, once read, as a command carries it. */
export function contentOf(typed: Typed): Content {
  if ("formula" in typed) return typed.formula;
  const { value } = typed;
  if (typeof value === "object") return value.serial;
  return typeof value === "string" ? quotedIfSpecial(value) : value;
}

/** What one would type to get the value: what the page's editor shows and hands back. */
export function typedForm(value: string | number | boolean, locale: string): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  const read = readTyped(value, { locale, format: undefined, year: () => 2000 });
  return "value" in read && read.value === value ? value : `'${value}`;
}

/** A cell's formula: as it was entered as long as no reference in it moved. */
export function formulaText(cell: FormulaCell, getters: Getters): string {
  if (cell.typed && cell.typed.of === cell.compiledFormula) return cell.typed.text;
  return cell.compiledFormula.toFormulaString(getters);
}
