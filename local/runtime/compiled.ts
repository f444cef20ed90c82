import vm from "node:vm";

/** Two codes at most: the guest's and the script's. */
const MOST_KEPT = 2;

const known = new Map<string, Buffer>();

/**
 * What V8 made of a script, so that the workers after the first need not parse it again. It changes how long an
 * execution takes here, and nothing else.
 */
export function compiled(code: string, filename: string): Buffer {
  const kept = known.get(code);
  if (kept) return kept;
  const data = new vm.Script(code, { filename }).createCachedData();
  if (known.size >= MOST_KEPT) known.delete([...known.keys()][0] as string);
  known.set(code, data);
  return data;
}
