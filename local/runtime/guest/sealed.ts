import { exception, fileAtHand, inFile } from "./link.ts";

/** Where an object of ours keeps what it stands for; a symbol, so that JSON.stringify and for-in see nothing. */
export const own = Symbol("own");

/** What the language itself looks up on any object: by absent, not by refusal. */
const LANGUAGE = new Set([
  "then",
  "toJSON",
  "inspect",
  "prototype",
  "$$typeof",
  "nodeType",
  "asymmetricMatch",
]);

/** Throws by name: what the stand-in has not got is never a quiet undefined. */
export function notImplemented(what: string): Error {
  return exception(`not implemented in the stand-in: ${what}`, "Error");
}

/**
 * Wraps an object so that a member which it lacks throws by name. As text it is the name of its class, as Google's are,
 * unless it says otherwise. What is made in a file (`openById`) is about that file, and so is what its members make.
 * @param name Google's name of its class: "Range"
 */
export function sealed<T extends object>(name: string, target: T): T {
  const file = fileAtHand();
  const memberOf = (inner: T, key: string | symbol, receiver: unknown): unknown => {
    const member = Reflect.get(inner, key, receiver) as unknown;
    if (typeof member !== "function" || fileAtHand() === file) return member;
    return (...args: unknown[]) => inFile(file, () => Reflect.apply(member, receiver, args) as unknown);
  };
  return new Proxy(target, {
    get(inner, key, receiver) {
      if (key === "toString" && inner.toString === Object.prototype.toString) return () => name;
      if (typeof key === "symbol" || key in inner || LANGUAGE.has(key)) return memberOf(inner, key, receiver);
      throw notImplemented(`${name}.${key}`);
    },
  });
}

/** Gives a class members that stand in another file, with the service that they belong to. */
export function addMembers<T extends object>(
  to: { readonly prototype: T },
  members: Record<string, (this: T, ...args: unknown[]) => unknown> & ThisType<T>,
): void {
  for (const [name, value] of Object.entries(members))
    Object.defineProperty(to.prototype, name, { value, configurable: true, writable: true });
}

/** An enumeration: objects that print and stringify as their name (facts 8.3). */
export function enumeration<K extends string>(name: string, members: readonly K[]): Record<K, EnumMember<K>> {
  const all: Record<string, EnumMember<K>> = {};
  members.forEach((member, index) => {
    all[member] = Object.freeze({
      toString: () => member,
      toJSON: () => member,
      name: () => member,
      ordinal: () => index,
      compareTo: (other: EnumMember<K>) => index - other.ordinal(),
    });
  });
  return sealed(name, all) as Record<K, EnumMember<K>>;
}

export interface EnumMember<K extends string = string> {
  toString(): K;
  toJSON(): K;
  name(): K;
  ordinal(): number;
  compareTo(other: EnumMember<K>): number;
}

/** Whether a value is that member of an enumeration. Strings do not count (facts 5.6). */
export function isMember(set: Record<string, EnumMember>, value: unknown): value is EnumMember {
  return typeof value === "object" && value !== null && Object.values(set).includes(value as EnumMember);
}
