// Branches of IF and its like that are not taken: Sheets calls nothing in them, o-spreadsheet computes every argument
// first. A formula that has such a function and one of ours is computed by what its result needs.
import type { Compiled } from "./engine.ts";
import { isOurs, LOADING } from "./formula-names.ts";

interface Given {
  readonly value: unknown;
}
type Result = Given | Given[][] | undefined;
type Thunk = () => Result;
type Compute = (...args: Result[]) => Result;

/** Functions whose arguments are not all needed: which result stands for which argument. */
const BRANCHING: Readonly<
  Record<string, (compute: Compute, args: Thunk[], ctx: Record<string, Compute>) => Result>
> = {
  IF: (compute, args) => chosen(compute, args, (i) => i > 0),
  CHOOSE: (compute, args) => chosen(compute, args, (i) => i > 0),
  IFERROR: unlessLoading,
  IFNA: unlessLoading,
  // The last one of an even number of arguments is the default.
  SWITCH: (compute, args) =>
    chosen(compute, args, (i) => i > 0 && (i % 2 === 0 || (i === args.length - 1 && args.length % 2 === 0))),
  IFS: (compute, args, ctx) => {
    for (let i = 0; i + 1 < args.length; i += 2) {
      const told = ctx.IF?.(args[i]?.(), markOf(i + 1), markOf(i + 2));
      const place = placeOf(told);
      if (place === undefined) return Array.isArray(told) ? compute(...args.map((arg) => arg())) : told;
      if (place === i + 1) return args[place]?.();
    }
    return compute({ value: false }, { value: 0 });
  },
};

const MARK = "\u0000argument ";
const markOf = (place: number): Given => ({ value: MARK + place });

/** The argument that a result stands for; undefined when it is a result. */
function placeOf(result: Result): number | undefined {
  const value = result && !Array.isArray(result) ? result.value : undefined;
  return typeof value === "string" && value.startsWith(MARK) ? Number(value.slice(MARK.length)) : undefined;
}

/** Has the function itself choose among marks in place of arguments; where it chooses for many cells, all are computed. */
function chosen(compute: Compute, args: Thunk[], isBranch: (i: number) => boolean): Result {
  const told = compute(...args.map((arg, i) => (isBranch(i) ? markOf(i) : arg())));
  if (Array.isArray(told))
    return told.flat().some((cell) => placeOf(cell) !== undefined)
      ? compute(...args.map((arg) => arg()))
      : told;
  const place = placeOf(told);
  return place === undefined ? told : args[place]?.();
}

/** What is being computed is no error yet. */
function unlessLoading(compute: Compute, args: Thunk[]): Result {
  const value = args[0]?.();
  if ([value].flat(2).some((cell) => cell?.value === LOADING)) return value;
  return chosen(compute, args, (i) => i > 0);
}

function once(compute: Thunk): Thunk {
  let known: { readonly result: Result } | undefined;
  return () => {
    known ??= { result: compute() };
    return known.result;
  };
}

type Execute = Compiled["execute"];
const rewritten = new WeakMap<Execute, Execute>();

/** Computes a formula as its own `execute` does, but for branches that are not taken. */
export function executeLazily(compiled: Compiled, inputs: unknown[]): unknown {
  let execute = rewritten.get(compiled.execute);
  if (!execute) {
    execute = lazily(compiled.execute);
    rewritten.set(compiled.execute, execute);
  }
  return execute.apply(compiled, inputs);
}

/**
 * o-spreadsheet compiles a formula to lines `const _1 = …;` in the order of computing, each a call, a reference or a
 * literal, and a `return`. Each becomes a function that is called once, when somebody needs it.
 */
function lazily(execute: Execute): Execute {
  const source = execute.toString();
  const names = [...source.matchAll(/\bctx\['([^']+)'\]/g)].map(([, name = ""]) => name);
  if (!names.some((name) => Object.hasOwn(BRANCHING, name)) || !names.some(isOurs)) return execute;
  const body = source.slice(source.indexOf("{") + 1, source.lastIndexOf("}")).trim();
  const lines = body.split("\n").map((line) => {
    const [, target, expression = ""] = /^(const _\d+ =|return) (.+);$/.exec(line.trim()) ?? [];
    if (target === undefined) return undefined;
    const called = /^ctx\['([^']+)'\]\((.*)\)$/.exec(expression);
    const value =
      called && Object.hasOwn(BRANCHING, called[1] ?? "")
        ? `branch("${called[1]}", [${called[2]}], ctx)`
        : expression.replace(/\b_\d+\b/g, "$&()");
    return target === "return" ? `return ${value};` : `${target} once(() => (${value}));`;
  });
  if (lines.includes(undefined)) return execute;
  const made = new Function(
    "once",
    "branch",
    "deps",
    "ref",
    "range",
    "getSymbolValue",
    "ctx",
    lines.join("\n"),
  );
  const branch = (name: string, args: Thunk[], ctx: Record<string, Compute>) =>
    BRANCHING[name]?.((...given) => ctx[name]?.(...given), args, ctx);
  return function (this: Compiled, ...inputs) {
    return made.call(this, once, branch, ...inputs);
  };
}
