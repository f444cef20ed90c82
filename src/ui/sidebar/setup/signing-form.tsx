import { useState } from "preact/hooks";
import type { WebhooksState } from "../../calls.ts";
import { useAttempt } from "../parts/attempt.ts";
import { Button } from "../parts/button.tsx";
import { FailureNotice } from "../parts/notice.tsx";
import type { Server } from "../parts/server.ts";

interface SigningProps {
  readonly state: WebhooksState;
  readonly server: Server;
  readonly onState: (state: WebhooksState) => void;
}

/** For those who run a relay. The secret goes to the server and is not shown again. */
export function SigningForm({ state, server, onState }: SigningProps) {
  const [secret, setSecret] = useState("");
  const { busy, failed, attempt } = useAttempt();
  const { isSigned } = state;
  const save = (text: string) =>
    attempt("Saving…", async () => {
      onState(await server.signWebhooks(text));
      setSecret("");
    });
  return (
    <details class="disclosure">
      <summary>{isSigned ? "Huntr's signature is checked" : "Check Huntr's signature, with a relay"}</summary>
      <p class="help">
        Google shows a script no signature. A relay of your own passes it on: docs/live-updates.md says how.
        From then on, what is not signed with this webhook's secret is refused.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (secret.trim() !== "" && !busy) save(secret);
        }}
      >
        <label class="field-label" for="signing">
          The webhook's secret, from Huntr
        </label>
        <div class="field">
          <input
            id="signing"
            class="field-input"
            type="password"
            autocomplete="off"
            value={secret}
            onInput={({ currentTarget }) => setSecret(currentTarget.value)}
          />
        </div>
        <div class="buttons">
          <Button type="submit" isOff={busy !== null || secret.trim() === ""}>
            {busy ?? "Save"}
          </Button>
          {isSigned && (
            <Button look="quiet" isOff={busy !== null} onClick={() => save("")}>
              Check no more
            </Button>
          )}
        </div>
      </form>
      <div role="status">{failed && <FailureNotice failure={failed.failure} onAgain={failed.again} />}</div>
    </details>
  );
}
