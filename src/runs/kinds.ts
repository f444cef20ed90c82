import { assertInput } from "../core/errors.ts";
import { importing } from "./import/import.ts";
import type { RunKind } from "./kind.ts";
import { lookingUp } from "./lookup/lookup.ts";
import { pushing } from "./push/push.ts";
import { refreshing } from "./refresh/refresh.ts";
import type { Kind } from "./run.ts";

const kinds: { readonly [K in Kind]: RunKind<K> } = {
  import: importing,
  refresh: refreshing,
  push: pushing,
  lookup: lookingUp,
};

export function kindOf<K extends Kind>(kind: K): RunKind<K> {
  return kinds[kind];
}

/** @throws InputError when there is no such kind. */
export function kindNamed(name: string): Kind {
  const names = Object.keys(kinds) as Kind[];
  const kind = names.find((one) => one === name);
  assertInput(kind, `"${name}" is no kind of run that this version has. It has: ${names.join(", ")}.`);
  return kind;
}
