import { useEffect, useState } from "preact/hooks";
import type { Credits, Forgetting } from "../../calls.ts";
import { useAttempt } from "../parts/attempt.ts";
import { Button } from "../parts/button.tsx";
import { FailureNotice, Notice } from "../parts/notice.tsx";
import { countText } from "../parts/numbers.ts";
import { Section } from "../parts/section.tsx";
import type { Server } from "../parts/server.ts";
import { AccountUsage } from "../setup/account.tsx";
import { ForgetForm } from "./forget-form.tsx";
import { amountText, SpentList } from "./spent-list.tsx";

export function CreditsPage({ server }: { readonly server: Server }) {
  const [credits, setCredits] = useState<Credits | null>(null);
  const [forgotten, setForgotten] = useState<number | null>(null);
  const { failed, attempt } = useAttempt();
  const forgetting = useAttempt();

  const load = () => attempt("Reading…", async () => setCredits(await server.credits()));
  // Asked for once the page shows: an empty page until Google answers looks broken.
  useEffect(load, []);
  const forget = (which: Forgetting) => {
    setForgotten(null);
    forgetting.attempt("Forgetting…", async () => {
      setForgotten((await server.forgetResults(JSON.stringify(which))).forgotten);
      setCredits(await server.credits());
    });
  };

  return (
    <main>
      <h1>Credits</h1>
      <p class="lead">What Hunter was paid for, and what did not have to be paid for twice.</p>
      <div role="status" class="said">
        {!credits && !failed && <p class="help">Asking Hunter…</p>}
        {failed && <FailureNotice failure={failed.failure} onAgain={failed.again} />}
      </div>
      {credits && (
        <>
          <div class="card below">
            <h2>Your plan</h2>
            {credits.account ? (
              <AccountUsage account={credits.account} />
            ) : (
              <div class="below">
                <Notice
                  tone="info"
                  action={
                    <Button onClick={() => attempt("Opening…", () => server.showSetup())}>Set up</Button>
                  }
                >
                  <p>Hunter did not say what is left: there is no key, or it is not accepted.</p>
                </Notice>
              </div>
            )}
          </div>
          <div class="card">
            <h2>Spent from this spreadsheet</h2>
            <p class="help">
              {credits.account ? "Since the last reset" : "In the last 31 days"}, by Hunter's price list.
            </p>
            <SpentList spent={credits.spent} />
          </div>
          <div class="card">
            <h2>Saved</h2>
            <p class="sentence">{savedText(credits)}</p>
            <p class="help">
              {credits.results > 0
                ? `${countText(credits.results)} results are stored in this spreadsheet, for everyone who works in it.`
                : "Nothing is stored in this spreadsheet yet."}
            </p>
          </div>
          {(credits.results > 0 || forgotten !== null) && (
            <div class="sections">
              <Section title="Forget results" value={countText(credits.results)}>
                <ForgetForm results={credits.results} busy={forgetting.busy} onForget={forget} />
                <div role="status" class="below">
                  {forgetting.failed && (
                    <FailureNotice failure={forgetting.failed.failure} onAgain={forgetting.failed.again} />
                  )}
                  {forgotten !== null && (
                    <Notice tone="ok">
                      <p>{forgottenText(forgotten)}</p>
                    </Notice>
                  )}
                </div>
              </Section>
            </div>
          )}
        </>
      )}
    </main>
  );
}

function savedText({ saved }: Credits): string {
  const spared = amountText(saved);
  return spared === "nothing"
    ? "No run met an answer that was stored before."
    : `Stored results spared ${spared}.`;
}

function forgottenText(count: number): string {
  if (count === 0) return "There was nothing stored of that.";
  return count === 1 ? "1 result is forgotten." : `${countText(count)} results are forgotten.`;
}
