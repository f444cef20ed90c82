/**
 * What google.script.run does on the page's side before anything is sent (facts 7.2).
 * @returns the arguments as plain JSON; undefined inside an array becomes null
 * @throws TypeError for a Date, a function and the like, Error for a cycle
 */
export function checkClientArguments(args: readonly unknown[]): unknown[] {
  return args.map((arg, i) => plain(arg, String(i), []));
}

function plain(value: unknown, name: string, above: readonly object[]): unknown {
  if (value === undefined) return null;
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "object") throw new TypeError(`Failed due to illegal value in property: ${name}`);
  if (above.includes(value)) throw new Error("Failed due to circular reference.");
  const path = [...above, value];
  if (Array.isArray(value)) return value.map((item, i) => plain(item, String(i), path));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError(`Failed due to illegal value in property: ${name}`);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, plain(member, key, path)]),
  );
}
