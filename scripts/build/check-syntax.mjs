import { parse } from "acorn";
import { sourceOfLine } from "./bundle-lines.mjs";
import { BuildFailure } from "./failure.mjs";

/**
 * esbuild lowers most newer syntax and passes on what it cannot lower, so the output is parsed once more.
 * @param {string} code
 * @throws {BuildFailure} naming the place of the first syntax beyond ES2019, but for `?.` and `??`
 */
export function checkSyntax(code) {
  try {
    parse(code, {
      ecmaVersion: 2020,
      sourceType: "script",
      locations: true,
      onToken: ({ type, loc }) => {
        // Of what else ES2020 has, all that esbuild passes on.
        if (type.label === "import")
          throw Object.assign(new SyntaxError("Unexpected token"), { loc: loc?.start });
      },
    });
  } catch (error) {
    const { loc, message } = /** @type {Error & { loc?: { line: number } }} */ (error);
    const line = loc?.line ?? 1;
    throw new BuildFailure(
      `${sourceOfLine(code, line)} uses syntax beyond ES2019 (${message.replace(/ \(\d+:\d+\)$/, "")}, Code.js:${line}): ${code.split("\n")[line - 1]?.trim().slice(0, 80)}`,
    );
  }
}
