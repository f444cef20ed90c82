import { CHECK_BUDGET_MS, type ServerCalls } from "../../calls.ts";
import { CallFailure, failureOf } from "./call-failure.ts";

/** The calls of a sidebar, each as a promise of the parsed answer. They reject with a CallFailure and nothing else. */
export type Server = {
  readonly [Name in keyof ServerCalls]: (
    ...values: Parameters<ServerCalls[Name]>
  ) => Promise<ReturnType<ServerCalls[Name]>>;
};

/** Google's interface to the script, as far as it is used (D:apps-script/guides/html/reference/run). */
interface ScriptRun {
  withSuccessHandler(handler: (answer: unknown) => void): ScriptRun;
  withFailureHandler(handler: (fault: unknown) => void): ScriptRun;
}

declare const google: { readonly script: { readonly run: ScriptRun } };

/** A slice lasts 20 s at most, everything else a few seconds: after this long, no answer is to be counted on. */
const CALL_LIMIT_MS = 60_000;
/** A check has its own budget, and its last request and the way there take time too. */
const CHECK_LIMIT_MS = CHECK_BUDGET_MS + CALL_LIMIT_MS;

/** Menu functions that a sidebar calls too: what they give is another sidebar. */
const ANSWERLESS: readonly string[] = ["showSetup", "showProgress", "showImport", "refreshAllTables"];

/** A page that stays open while the add-on is exchanged asks for what may be gone. */
const OUTDATED = "The add-on was updated. Open this sidebar again from Extensions ▸ Huntsheet.";

/** How long an answer is waited for. */
export const limitMs = (name: string) => (name === "previewPush" ? CHECK_LIMIT_MS : CALL_LIMIT_MS);

/** The script that this page belongs to. */
export function scriptServer(): Server {
  const call = (name: string, values: unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => reject(new CallFailure("silent")), limitMs(name));
      const settle = (end: () => void) => {
        clearTimeout(timer);
        end();
      };
      try {
        // Google is named no earlier than here, so that a page without it fails in words and not blank.
        const runner = google.script.run
          .withSuccessHandler((answer) =>
            settle(() => (ANSWERLESS.includes(name) ? resolve(undefined) : parse(answer, resolve, reject))),
          )
          .withFailureHandler((fault) => settle(() => reject(failureOf(fault))));
        // The script's functions are members of the runner that only Google knows.
        const functions = runner as unknown as Record<string, (...values: unknown[]) => void>;
        if (!functions[name]) throw new Error(OUTDATED);
        functions[name](...values);
      } catch (fault) {
        settle(() => reject(failureOf(fault)));
      }
    });
  return new Proxy({} as Server, {
    get:
      (_, name) =>
      (...values: unknown[]) =>
        call(String(name), values),
  });
}

/** Google hands over null for an answer that it could not carry (facts, 7.2); none of ours is null. */
function parse(
  answer: unknown,
  resolve: (value: unknown) => void,
  reject: (failure: CallFailure) => void,
): void {
  try {
    const value: unknown = typeof answer === "string" ? JSON.parse(answer) : null;
    if (typeof value === "object" && value !== null) {
      resolve(value);
      return;
    }
  } catch {
    // Not JSON: told below, with everything else that is no answer.
  }
  reject(new CallFailure("unreadable"));
}
