import type { KeyTest } from "../../calls.ts";
import type { CallFailure } from "../parts/call-failure.ts";
import { FailureNotice, Notice } from "../parts/notice.tsx";
import { AccountUsage } from "./account.tsx";
import type { Asking } from "./asking.ts";

interface OutcomeProps {
  readonly name: string;
  readonly asking: Asking | null;
  readonly test: KeyTest | null;
  readonly failed: { readonly failure: CallFailure; readonly again: () => void } | null;
}

/** What came of the last thing that was asked for. Always on the page, so that it is read out when it changes. */
export function Outcome({ name, asking, test, failed }: OutcomeProps) {
  return (
    <div class="outcome">
      <div role="status">
        {asking === "testing" && <p class="help">Trying it out with {name}…</p>}
        {failed && <FailureNotice failure={failed.failure} onAgain={failed.again} />}
        {test && <Notice tone={test.ok ? "ok" : "error"}>{test.sentence}</Notice>}
      </div>
      {test?.account && <AccountUsage account={test.account} />}
    </div>
  );
}
