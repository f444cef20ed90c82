import { useEffect, useState } from "preact/hooks";
import type { TablesState } from "../../calls.ts";
import { Button } from "../parts/button.tsx";
import type { CallFailure } from "../parts/call-failure.ts";
import { Icon } from "../parts/icon.tsx";
import { IS_ADDON } from "../parts/install.ts";
import { FailureNotice, Notice } from "../parts/notice.tsx";
import type { Server } from "../parts/server.ts";
import { AllTables } from "./all-tables.tsx";
import type { Ask } from "./ask.ts";
import { NameForm } from "./name-form.tsx";
import { TableCard } from "./table-card.tsx";
import { rhythmText } from "./words.ts";

/** What colleagues have done by their own triggers, with their own keys. */
function Others({ others }: Pick<TablesState, "others">) {
  return (
    <section class="above" aria-labelledby="others">
      <h2 id="others">Schedules of colleagues</h2>
      <ul class="rows">
        {others.map(({ sheet, by, ...rhythm }) => (
          <li key={`${sheet} ${by}`}>
            {sheet} is refreshed {rhythmText(rhythm)}, by {by}.
          </li>
        ))}
      </ul>
      <p class="help">
        Only they can change these. To have one done with your key, import the same list into that sheet, then
        set when it is refreshed. Nothing is read twice.
      </p>
    </section>
  );
}

const COLLEAGUES = IS_ADDON ? " Colleagues have tables and schedules of their own here." : "";

export function TablesPage({ server }: { readonly server: Server }) {
  const [state, setState] = useState<TablesState | null>(null);
  const [failed, setFailed] = useState<{ failure: CallFailure; again: () => void } | null>(null);
  const [said, setSaid] = useState("");

  const ask: Ask = async (call, words) => {
    setFailed(null);
    setSaid("");
    try {
      setState(await call());
      setSaid(words);
      return true;
    } catch (failure) {
      setFailed({ failure: failure as CallFailure, again: () => void ask(call, words) });
      return false;
    }
  };
  const load = () => void ask(server.tablesState, "");
  // Asked for once the page shows: an empty page until Google answers looks broken.
  useEffect(load, []);
  /** The progress sidebar takes this one's place, and advances the run. */
  const refresh = async (sheet: string, full: boolean) => {
    setFailed(null);
    try {
      await server.startRun(JSON.stringify({ kind: "refresh", sheet, ...(full ? { full } : {}) }));
      await server.showProgress();
    } catch (failure) {
      setFailed({ failure: failure as CallFailure, again: () => void refresh(sheet, full) });
    }
  };

  const refreshAll = async () => {
    setFailed(null);
    await server
      .refreshAllTables()
      .catch((failure) => setFailed({ failure, again: () => void refreshAll() }));
  };

  return (
    <main>
      <h1>Tables and schedules</h1>
      <p class="lead">Sheets that Huntsheet keeps up to date, also while this spreadsheet is closed.</p>
      <div role="status">
        <p class="unseen">{said}</p>
        {!state && !failed && <p class="help">Looking for tables…</p>}
        {failed && (
          <div class="above">
            <FailureNotice failure={failed.failure} onAgain={failed.again} />
          </div>
        )}
        {state?.consentUrl && <ConsentNotice url={state.consentUrl} onAgain={load} />}
      </div>
      {state?.tables.length === 0 && (
        <div class="empty">
          <Icon name="sheet" />
          <p>
            No sheet was filled yet. Import one from Extensions ▸ Huntsheet, then set here when it is
            refreshed.
          </p>
        </div>
      )}
      {state && state.others.length > 0 && <Others others={state.others} />}
      {state && state.tables.length > 0 && (
        <>
          {state.tables.length > 1 && (
            <AllTables state={state} ask={ask} server={server} onRefresh={refreshAll} />
          )}
          <ul class="runs">
            {state.tables.map((table) => (
              <TableCard
                key={table.sheet.id}
                table={table}
                timeZone={state.timeZone}
                ask={ask}
                server={server}
                onRefresh={(full) => refresh(table.sheet.name, full)}
              />
            ))}
          </ul>
          <NameForm
            name={state.myName}
            onName={(name) => ask(() => server.saveMyName(name), "Name saved.")}
          />
          <p class="help">
            Times are in the spreadsheet's time zone, {state.timeZone}. What was done stands in the sheet
            "Huntsheet log".{COLLEAGUES}
          </p>
        </>
      )}
    </main>
  );
}

function ConsentNotice({ url, onAgain }: { readonly url: string; readonly onAgain: () => void }) {
  return (
    <div class="above">
      <Notice
        tone="warning"
        action={
          <>
            <a class="button primary" href={url} target="_blank" rel="noopener">
              Allow
            </a>
            <Button look="quiet" onClick={onAgain}>
              Look again
            </Button>
          </>
        }
      >
        <p>
          Google wants your permission again. Until you allow it, nothing of yours goes on while this
          spreadsheet is closed.
        </p>
      </Notice>
    </div>
  );
}
