import { call } from "./link.ts";
import { own, sealed } from "./sealed.ts";

class User {
  readonly [own]: string;
  constructor(email: string) {
    this[own] = email;
  }
  getEmail(): string {
    return this[own];
  }
  toString(): string {
    return this[own];
  }
}

export function user(email: string): User {
  return sealed("User", new User(email));
}

export const Session = sealed("Session", {
  /** "" where the person is not identified (facts 9.3). */
  getActiveUser: () => user(call<string>("Session.getActiveUser")),
  getEffectiveUser: () => user(call<string>("Session.getEffectiveUser")),
  getActiveUserLocale: () => call<string>("Session.getActiveUserLocale"),
  getScriptTimeZone: () => call<string>("Session.getScriptTimeZone"),
  getTemporaryActiveUserKey: () => call<string>("Session.getTemporaryActiveUserKey"),
});
