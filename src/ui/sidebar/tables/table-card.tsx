import type { ManagedTable, TableRhythm } from "../../calls.ts";
import { Button } from "../parts/button.tsx";
import { useFocus } from "../parts/focus.ts";
import { Notice } from "../parts/notice.tsx";
import type { Server } from "../parts/server.ts";
import type { Ask } from "./ask.ts";
import { useBusy } from "./busy.ts";
import { ScheduleForm } from "./schedule-form.tsx";
import { failureText, rhythmText, rowsText, timeText } from "./words.ts";

interface TableCardProps {
  readonly table: ManagedTable;
  readonly timeZone: string;
  readonly ask: Ask;
  readonly server: Server;
  readonly onRefresh: (full: boolean) => Promise<void>;
}

export function TableCard({ table, timeZone, ask, server, onRefresh }: TableCardProps) {
  const { sheet, title, rows, lastSuccessMs, note, failures, run, schedule } = table;
  const { isBusy, during } = useBusy();
  const focus = useFocus();
  const { name } = sheet;
  const id = `table-${sheet.id}`;
  const save = (rhythm: TableRhythm | null) =>
    during(
      ask(
        () => server.saveSchedule(sheet.id, JSON.stringify(rhythm ?? {})),
        rhythm ? `${name} is refreshed ${rhythmText(rhythm)}.` : `${name} is no longer refreshed by itself.`,
      ),
    );
  /** Sets what is set, anew: the schedule is then the person's own, and its trigger made again where it is dead. */
  const takeOver = async () => {
    if (schedule) await save(schedule);
    focus.moveTo("refresh");
  };
  const late = schedule?.lateSinceMs ?? null;
  const isTheirs = schedule !== null && !schedule.isMine;
  const takeOverButton = (words: string) => (
    <Button isOff={isBusy} label={`${words}: the schedule of ${name}`} onClick={() => void takeOver()}>
      {words}
    </Button>
  );
  const facts = [...(name === title ? [] : [title]), rowsText(rows)];

  return (
    <li class="card table" aria-labelledby={id}>
      <div class="head">
        <h2 id={id}>{name}</h2>
        {run ? (
          <span class={`state ${run.status}`}>{run.status === "paused" ? "Paused" : "Under way"}</span>
        ) : (
          failures > 0 && <span class="state stopped">Failed</span>
        )}
      </div>
      <p class="help">{facts.join(" · ")}</p>
      <p class="fact">
        {lastSuccessMs === null
          ? "Not read to its end yet"
          : `Up to date on ${timeText(lastSuccessMs, timeZone)}`}
      </p>
      {note && <p class="help">{note}</p>}
      {schedule && (
        <p class="fact">
          Refreshed {rhythmText(schedule)}
          {isTheirs && `, by ${schedule.owner}`}
          {late === null && <span class="help when">Next after {timeText(schedule.nextMs, timeZone)}</span>}
        </p>
      )}
      {schedule?.note && <Notice tone="warning">{schedule.note}</Notice>}
      {failures > 0 && (
        <Notice tone="error" action={isTheirs && late === null && takeOverButton("Take over")}>
          {failureText(table)}
        </Notice>
      )}
      {late !== null && (
        <Notice tone="warning" action={takeOverButton(isTheirs ? "Take over" : "Start again")}>
          {isTheirs
            ? `Nobody's trigger has run it since ${timeText(late, timeZone)}. ${schedule?.owner} may have lost access: take it over.`
            : `Your trigger has not run it since ${timeText(late, timeZone)}. Google may have switched it off: start it again.`}
        </Notice>
      )}
      <div class="buttons">
        {run ? (
          <Button label={`Progress of ${name}`} onClick={() => void server.showProgress().catch(() => {})}>
            Progress
          </Button>
        ) : (
          <Button
            isOff={isBusy}
            label={`Refresh ${name} now`}
            buttonRef={focus.at("refresh")}
            onClick={() => void during(onRefresh(false))}
          >
            Refresh now
          </Button>
        )}
        <Button
          look="quiet"
          label={`Open the sheet ${name}`}
          onClick={() => void ask(() => server.openSheet(sheet.id), `${name} is open.`)}
        >
          Open
        </Button>
      </div>
      <details class="disclosure">
        <summary>{schedule ? "Change the schedule" : "Set a schedule"}</summary>
        <ScheduleForm
          id={id}
          schedule={schedule}
          isBusy={isBusy}
          owner={isTheirs ? schedule.owner : null}
          onSave={save}
        />
        {!run && (
          <button type="button" class="link" onClick={() => void during(onRefresh(true))}>
            Refresh now, reading everything again
          </button>
        )}
      </details>
    </li>
  );
}
