/**
 * - `accounts`: Google answered for another of the browser's accounts.
 * - `silent`: no answer within the time that a call may take. What was asked for may still happen.
 * - `unreachable`: the connection was lost. What was asked for may have happened (facts, 7.2).
 * - `unreadable`: the answer was not the JSON text that every server function returns.
 * - `thrown`: the function threw; its message is for a person.
 */
export type CallFailureKind = "accounts" | "silent" | "unreachable" | "unreadable" | "thrown";

/** A call that brought no answer. `message` is a sentence for the person, unless `thrown` says it in its own words. */
export class CallFailure extends Error {
  readonly kind: CallFailureKind;

  constructor(kind: CallFailureKind, message: string = SENTENCES[kind]) {
    super(message);
    this.name = "CallFailure";
    this.kind = kind;
  }
}

const SENTENCES: Readonly<Record<CallFailureKind, string>> = {
  accounts:
    "Google answered for another account. You are signed in to several Google accounts in this browser: open this " +
    "spreadsheet in a window with only one (its own browser profile), then try again.",
  silent: "Google has not answered for a minute.",
  unreachable: "The connection to Google was lost.",
  unreadable: "Google's answer could not be read.",
  thrown: "Something went wrong, and Google did not say what.",
};

/**
 * The two texts of the several-accounts fault (facts, 10). The page may well be asked in another language, but these
 * were only ever seen in English; in another one the failure is shown as Google worded it.
 */
const SEVERAL_ACCOUNTS = /PERMISSION_DENIED|Authorization is required/;
const CONNECTION_LOST = /NetworkError|HTTP 0\b/;
/** Google sets the name of the error, ours as well, once or twice before the message. */
const CLASS_NAMES = /^(?:(?:Script|Type|Reference|Range|Huntsheet)?Error: |Exception: )+/;

/** @param fault what google.script.run handed to the failure handler, or threw. */
export function failureOf(fault: unknown): CallFailure {
  const text = fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault ?? "");
  if (SEVERAL_ACCOUNTS.test(text)) return new CallFailure("accounts");
  if (CONNECTION_LOST.test(text)) return new CallFailure("unreachable");
  return new CallFailure("thrown", text.replace(CLASS_NAMES, "").trim() || SENTENCES.thrown);
}
