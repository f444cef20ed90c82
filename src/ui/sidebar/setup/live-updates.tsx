import { useState } from "preact/hooks";
import type { WebhooksState } from "../../calls.ts";
import { useAttempt } from "../parts/attempt.ts";
import { Button } from "../parts/button.tsx";
import { FailureNotice, Notice } from "../parts/notice.tsx";
import type { Server } from "../parts/server.ts";
import { BellState } from "./bell-state.tsx";
import { BellSteps } from "./bell-steps.tsx";

/** Closed until somebody wants it, and nothing is asked for it before. */
export function LiveUpdates({ server }: { readonly server: Server }) {
  const [state, setState] = useState<WebhooksState | null>(null);
  const { busy, failed, attempt } = useAttempt();
  const ask = (doing: string, call: () => Promise<WebhooksState>) =>
    attempt(doing, async () => setState(await call()));
  return (
    <details
      class="disclosure"
      onToggle={({ currentTarget }) => {
        if (currentTarget.open && !state) ask("Looking…", server.webhooksState);
      }}
    >
      <summary>Live updates</summary>
      <p class="help">
        Huntr can tell this spreadsheet when something changes: tables of jobs, activities and members then
        follow within five minutes. Without it they follow as often as you set a schedule.
      </p>
      <div role="status">
        {busy && !state && <p class="help waiting">{busy}</p>}
        {failed && <FailureNotice failure={failed.failure} onAgain={failed.again} />}
        {state?.error && (
          <Notice tone="warning">
            <p>{state.error}</p>
          </Notice>
        )}
      </div>
      {state && !state.isOn && (
        <div class="buttons">
          <Button isOff={busy !== null} onClick={() => ask("Turning on…", () => server.setWebhooks(true))}>
            {busy ?? "Turn live updates on"}
          </Button>
        </div>
      )}
      {state?.isOn && (
        <>
          <BellState state={state} />
          <BellSteps state={state} server={server} onState={setState} />
          <div class="buttons">
            <Button look="quiet" isOff={busy !== null} onClick={() => ask("Looking…", server.webhooksState)}>
              Look again
            </Button>
            <Button
              look="quiet"
              isOff={busy !== null}
              onClick={() => ask("Making a new one…", server.renewWebhooks)}
            >
              New secret
            </Button>
            <Button
              look="quiet"
              isOff={busy !== null}
              onClick={() => ask("Turning off…", () => server.setWebhooks(false))}
            >
              Turn off
            </Button>
          </div>
          <p class="help">After a new secret, Huntr needs the new address. The old one is refused at once.</p>
        </>
      )}
    </details>
  );
}
