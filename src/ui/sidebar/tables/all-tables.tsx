import type { TableRhythm, TablesState } from "../../calls.ts";
import { Button } from "../parts/button.tsx";
import type { Server } from "../parts/server.ts";
import type { Ask } from "./ask.ts";
import { useBusy } from "./busy.ts";
import { ScheduleForm } from "./schedule-form.tsx";
import { rhythmText } from "./words.ts";

interface AllTablesProps {
  readonly state: TablesState;
  readonly ask: Ask;
  readonly server: Server;
  readonly onRefresh: () => Promise<void>;
}

/** What is done with all tables at once. */
export function AllTables({ state, ask, server, onRefresh }: AllTablesProps) {
  const { isBusy, during } = useBusy();
  const save = (rhythm: TableRhythm | null) =>
    during(
      ask(
        () => server.saveScheduleOfAll(JSON.stringify(rhythm ?? {})),
        rhythm
          ? `All tables are refreshed ${rhythmText(rhythm)}.`
          : "No table of yours is refreshed by schedule any more.",
      ),
    );
  const { tables } = state;
  const theirs = tables.filter(({ schedule }) => schedule?.isMine === false).length;
  const texts = tables.map(({ schedule }) => schedule && rhythmText(schedule));
  const common = texts.every((text) => text === texts[0]) ? (tables[0]?.schedule ?? null) : null;
  return (
    <section class="card table" aria-labelledby="all-tables">
      <h2 id="all-tables">All {tables.length} tables</h2>
      {common && <p class="fact">Refreshed {rhythmText(common)}</p>}
      <div class="buttons">
        <Button isOff={isBusy} label="Refresh all tables now" onClick={() => void during(onRefresh())}>
          Refresh all
        </Button>
      </div>
      <details class="disclosure">
        <summary>{common ? "Change the schedule of all" : "One schedule for all"}</summary>
        <ScheduleForm id="all" schedule={common} isBusy={isBusy} owner={null} onSave={save} />
        {theirs > 0 && (
          <p class="help">
            {theirs === 1 ? "The table" : `The ${theirs} tables`} that a colleague's schedule refreshes stay
            {theirs === 1 ? "s" : ""} theirs.
          </p>
        )}
      </details>
    </section>
  );
}
