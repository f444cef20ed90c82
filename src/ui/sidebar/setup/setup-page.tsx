import { useEffect, useState } from "preact/hooks";
import type { SetupState } from "../../calls.ts";
import { Button } from "../parts/button.tsx";
import type { CallFailure } from "../parts/call-failure.ts";
import { IS_BOUND } from "../parts/install.ts";
import { FailureNotice } from "../parts/notice.tsx";
import type { Server } from "../parts/server.ts";
import { APIS } from "./apis.ts";
import { KeyCard } from "./key-card.tsx";
import { LiveUpdates } from "./live-updates.tsx";

/** Who may edit a file may edit its bound script, and so reads what colleagues' executions can read (facts, 3.3). */
const WHO_CAN_READ_THEM = IS_BOUND
  ? " But whoever may edit this spreadsheet can change the script that uses them: let only people edit whom you would give your key."
  : "";

export function SetupPage({ server }: { readonly server: Server }) {
  const [state, setState] = useState<SetupState | null>(null);
  const [failure, setFailure] = useState<CallFailure | null>(null);

  const load = () => {
    setFailure(null);
    server.setupState().then(setState, setFailure);
  };
  // Asked for once the page shows: an empty page until Google answers looks broken.
  useEffect(load, []);

  return (
    <main>
      <h1>Set up</h1>
      <p class="lead">
        Paste a key for one service or both. Keys stay with your Google account and are never shown again.
        {WHO_CAN_READ_THEM}
      </p>
      <div role="status">
        {!state && !failure && <p class="help waiting">Looking which keys are stored…</p>}
        {failure && <FailureNotice failure={failure} onAgain={load} />}
      </div>
      {state &&
        APIS.map((words) => (
          <KeyCard
            key={words.api}
            words={words}
            state={state[words.api]}
            server={server}
            onState={(keyState) => setState((states) => states && { ...states, [words.api]: keyState })}
          />
        ))}
      {IS_BOUND && state && (state.huntr.stored || state.huntr.shared) && <LiveUpdates server={server} />}
      {state && APIS.some(({ api }) => state[api].stored || state[api].shared) && (
        <>
          <p class="help">Ready: choose what to import, or use formulas such as =HUNTR_JOBS().</p>
          <div class="buttons">
            <Button onClick={() => server.showImport().catch(setFailure)}>Import…</Button>
          </div>
        </>
      )}
    </main>
  );
}
