import { typeWord } from "../google-error.ts";
import { exception } from "./link.ts";

/** A test of one argument. */
export type Is = (value: unknown) => boolean;

export const isText: Is = (v) => typeof v === "string";
/** Integers, and what Google takes for one: a number with a fraction is cut. */
export const isNumber: Is = (v) => typeof v === "number" && Number.isFinite(v);
export const isBoolean: Is = (v) => typeof v === "boolean";
export const isAny: Is = () => true;
export const isTextOrNull: Is = (v) => v === null || typeof v === "string";
export const isGrid: Is = (v) => Array.isArray(v) && v.every(Array.isArray);
export const isList: Is = (v) => Array.isArray(v);
export const isTextList: Is = (v) => Array.isArray(v) && v.every(isText);
export const isObject: Is = (v) => typeof v === "object" && v !== null && !Array.isArray(v);
export const isDate: Is = (v) => v instanceof Date;

/**
 * Finds the overload that takes these arguments.
 * @param method Google's full name: "SpreadsheetApp.Range.setValues"
 * @returns its number among `overloads`
 * @throws Google's signature error (facts 5.1) when none does
 */
export function overload(
  method: string,
  args: ArrayLike<unknown>,
  ...overloads: readonly (readonly Is[])[]
): number {
  const list = Array.from(args);
  const found = overloads.findIndex(
    (tests) => tests.length === list.length && tests.every((is, i) => is(list[i])),
  );
  if (found < 0)
    throw exception(
      `The parameters (${list.map(typeWord).join(",")}) don't match the method signature for ${method}.`,
    );
  return found;
}
