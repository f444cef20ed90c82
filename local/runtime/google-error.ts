/** An error as a service throws it into the script: `name` is "Exception" (facts 5.9) unless said otherwise. */
export class GoogleError extends Error {
  constructor(message: string, name = "Exception") {
    super(message);
    this.name = name;
  }
}

/** The name of an argument's type, as Google lists it in a signature error (facts 5.1). */
export function typeWord(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return "String";
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "Boolean";
  if (Array.isArray(value)) return value.length === 0 ? "Array" : `${typeWord(value[0])}[]`;
  return "(class)";
}
