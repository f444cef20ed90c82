import { addressIn, addressKey } from "../core/addresses.ts";
import { assertInput } from "../core/errors.ts";
import type { JsonObject } from "../core/ports.ts";
import type { PushWorld, Values } from "../core/push.ts";
import { members } from "./members.ts";

/** The fields by which a row names a member. */
export const MEMBER_KEYS = ["memberId", "memberEmail"];

/** The member of a row, of the list as it is now. @throws InputError where there is none, or two are named */
export function membersOnce({ read }: PushWorld): (values: Values) => JsonObject {
  let all: Map<string, JsonObject> | null = null;
  return ({ memberId = "", memberEmail = "" }) => {
    all ??= new Map(
      read(members.table).flatMap((one) => [
        [String(one.id), one],
        [addressKey(one.email), one],
      ]),
    );
    const id = String(memberId).trim();
    const email = addressKey(addressIn(memberEmail));
    const member = all.get(id || email);
    assertInput(member, "Huntr has no such member");
    assertInput(
      email === "" || email === addressKey(member.email),
      `the ID is that of ${String(member.email)}, not of ${email}; mend the row`,
    );
    return member;
  };
}

/** Of a member, for who decides: "Ada Ray <ada@school.test>". */
export function calledMember({ givenName, familyName, email }: JsonObject): string {
  const name = [givenName, familyName].filter((part) => typeof part === "string" && part !== "").join(" ");
  return name === "" ? String(email) : `${name} <${String(email)}>`;
}
