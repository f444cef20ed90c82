import { InputError } from "../core/errors.ts";
import { fieldAt } from "../core/json.ts";
import type { JsonObject } from "../core/ports.ts";

/** Whose an action is: Huntr does not tell it in the same place in all of them. Undefined where it is not told. */
export function ownerIdOf(action: JsonObject): string | undefined {
  const owner =
    fieldAt(action, "goalEnrollment", "ownerMember", "id") ??
    fieldAt(action, "ownerMember", "id") ??
    fieldAt(action, "job", "ownerMember", "id") ??
    action.memberId;
  return typeof owner === "string" ? owner : undefined;
}

/** @throws InputError where one tells nothing: it may be anybody's, who would be sent it twice. */
export function surelyOwnedBy(action: JsonObject, what: string): string {
  const owner = ownerIdOf(action);
  if (owner === undefined)
    throw new InputError(`Huntr does not tell whose ${what} this is already: do it in Huntr`);
  return owner;
}
