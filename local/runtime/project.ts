import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Comment, type Node, parse } from "acorn";

/** The part of appsscript.json that changes what a script may do (facts 3.4). */
export interface Manifest {
  readonly timeZone: string;
  /** Null: scopes are found from the code, so nothing is refused. */
  readonly oauthScopes: readonly string[] | null;
  readonly urlFetchWhitelist: readonly string[] | null;
  readonly executeAs: "USER_ACCESSING" | "USER_DEPLOYING";
  /** Whether the manifest speaks of a web app at all. */
  readonly isWebApp: boolean;
  /** Who may call the web app; everybody, unless the manifest says. */
  readonly access: "MYSELF" | "DOMAIN" | "ANYONE" | "ANYONE_ANONYMOUS";
}

/** A function that a formula may name. */
export interface CustomFunction {
  readonly name: string;
  readonly params: readonly string[];
  /** Its JSDoc as Sheets shows it: without stars, tags included. "" where it has no @customfunction: it is not offered. */
  readonly doc: string;
}

export interface Project {
  readonly code: string;
  readonly manifest: Manifest;
  /** Functions that are declared at top level: what a page may call. */
  readonly functions: readonly string[];
  /** Those whose name does not end in "_": what a formula may name, tag or no tag (facts 2.1, 13). */
  readonly nameable: readonly CustomFunction[];
  /** Those of them that Sheets offers, with help. */
  readonly customFunctions: readonly CustomFunction[];
  /** The text of dist/NAME.html; null when there is none. */
  html(name: string): string | null;
}

/** Thrown for code that Apps Script would refuse on push or on the first run. */
class CodeRefused extends Error {
  override name = "SyntaxError";
}

interface Declaration {
  type: string;
  start: number;
  id?: { name: string };
  params?: { type: string; name?: string; left?: { name?: string }; argument?: { name?: string } }[];
}

/** A JSDoc comment's text: no stars, no frame. */
function docText(comment: string): string {
  return comment
    .replace(/^\*/, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trimEnd())
    .join("\n")
    .trim();
}

type Functions = Pick<Project, "functions" | "nameable" | "customFunctions">;

/**
 * facts 8.2: what V8 in Apps Script, or clasp on push, refuses.
 * facts 2.1: formulas may name any global function declaration, and are offered those whose JSDoc has @customfunction.
 * @throws CodeRefused with the line
 */
export function readCode(code: string): Functions {
  const comments: Comment[] = [];
  const lineOf = (position: number) => code.slice(0, position).split("\n").length;
  let program: Node & { body: Declaration[] };
  try {
    // 2020 brings `?.` and `??`, which are allowed; class fields, # and static blocks come with 2022.
    program = parse(code, {
      ecmaVersion: 2020,
      sourceType: "script",
      onComment: comments,
      onToken: (token) => {
        if (token.type.label === "import")
          throw Object.assign(new Error("Apps Script has no modules"), { pos: token.start });
      },
    }) as never;
  } catch (error) {
    const position = (error as { pos?: number }).pos ?? 0;
    throw new CodeRefused(`ParseError: ${(error as Error).message} (Code.gs, line ${lineOf(position)})`);
  }
  const docs = new Map<number, string>();
  for (const comment of comments)
    if (comment.type === "Block" && comment.value.startsWith("*")) docs.set(comment.end, comment.value);
  const declared = program.body.flatMap((node) =>
    node.type === "FunctionDeclaration" && node.id ? [{ ...node, name: node.id.name }] : [],
  );
  const nameable = declared.flatMap((node) => {
    if (node.name.endsWith("_")) return [];
    const before = code.slice(0, node.start).trimEnd().length;
    const doc = docs.get(before) ?? "";
    const params = (node.params ?? []).map(
      (p, i) => p.name ?? p.left?.name ?? p.argument?.name ?? `arg${i + 1}`,
    );
    return [{ name: node.name, params, doc: /@customfunction\b/i.test(doc) ? docText(doc) : "" }];
  });
  return {
    functions: declared.map(({ name }) => name),
    nameable,
    customFunctions: nameable.filter(({ doc }) => doc !== ""),
  };
}

let read: { readonly code: string; readonly functions: Functions } | null = null;

/** Tests open the same code hundreds of times. */
function functionsIn(code: string): Functions {
  if (read?.code !== code) read = { code, functions: readCode(code) };
  return read.functions;
}

function readManifest(text: string): Manifest {
  const data = JSON.parse(text) as {
    timeZone?: string;
    oauthScopes?: string[];
    urlFetchWhitelist?: string[];
    webapp?: Partial<Pick<Manifest, "executeAs" | "access">>;
  };
  return {
    timeZone: data.timeZone ?? "Etc/UTC",
    oauthScopes: data.oauthScopes ?? null,
    urlFetchWhitelist: data.urlFetchWhitelist ?? null,
    isWebApp: data.webapp !== undefined,
    executeAs: data.webapp?.executeAs ?? "USER_DEPLOYING",
    access: data.webapp?.access ?? "ANYONE_ANONYMOUS",
  };
}

/**
 * Reads what would be pushed to Google.
 * @throws Error with a sentence when the folder holds no built add-on
 */
export function loadProject(dist: string): Project {
  const codePath = join(dist, "Code.js");
  if (!existsSync(codePath))
    throw new Error(`There is no ${codePath}. Build the add-on first: npm run build`);
  const others = readdirSync(dist).filter((file) => /\.(js|gs)$/.test(file) && file !== "Code.js");
  // facts 8.3: Google would run these too, in an order that the stand-in does not know.
  if (others.length > 0)
    throw new Error(`not implemented in the stand-in: more code files: ${others.join(", ")}`);
  const code = readFileSync(codePath, "utf8");
  return {
    code,
    manifest: readManifest(readFileSync(join(dist, "appsscript.json"), "utf8")),
    ...functionsIn(code),
    html: (name) => {
      const path = join(dist, `${name}.html`);
      return /^[\w./-]+$/.test(name) && !name.includes("..") && existsSync(path)
        ? readFileSync(path, "utf8")
        : null;
    },
  };
}
