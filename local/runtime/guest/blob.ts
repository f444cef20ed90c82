import { call, exception } from "./link.ts";
import { own, sealed } from "./sealed.ts";
import { isText, isTextOrNull, overload } from "./signature.ts";

/** Bytes as Java has them: −128 to 127. */
export type Bytes = number[];

export const isBytes = (v: unknown) => Array.isArray(v) && v.every((b) => typeof b === "number");

interface Held {
  /** Base64 of the bytes. */
  base64: string;
  type: string | null;
  name: string | null;
}

class Blob {
  readonly [own]: Held;

  constructor(held: Held) {
    this[own] = held;
  }
  getBytes(): Bytes {
    return call("Utilities.base64Decode", { base64: this[own].base64 });
  }
  getDataAsString(...args: unknown[]): string {
    overload("Blob.getDataAsString", args, [], [isText]);
    return call("Blob.getDataAsString", { base64: this[own].base64, charset: args[0] ?? "UTF-8" });
  }
  getContentType(): string | null {
    return this[own].type;
  }
  setContentType(...args: unknown[]): this {
    overload("Blob.setContentType", args, [isTextOrNull]);
    this[own].type = args[0] as string | null;
    return this;
  }
  getName(): string | null {
    return this[own].name;
  }
  setName(...args: unknown[]): this {
    overload("Blob.setName", args, [isText]);
    this[own].name = args[0] as string;
    return this;
  }
  copyBlob(): Blob {
    return blob({ ...this[own] });
  }
  isGoogleType(): boolean {
    return false;
  }
  getBlob(): Blob {
    return this;
  }
}

export function blob(held: Held): Blob {
  return sealed("Blob", new Blob(held));
}

export function isBlob(v: unknown): boolean {
  return v instanceof Blob;
}

/** What a blob is, for the host. */
export function heldBy(v: unknown): Held {
  if (!(v instanceof Blob)) throw exception("not a blob", "Error");
  return v[own];
}
