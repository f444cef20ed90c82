import type { RunView } from "../../calls.ts";
import { Bar } from "../parts/bar.tsx";
import { Button } from "../parts/button.tsx";
import type { CallFailure } from "../parts/call-failure.ts";
import { Notice } from "../parts/notice.tsx";
import { instantText, timeLeftText } from "../parts/numbers.ts";
import { changesText, doneText, isUnfinished, resultText, STATUS_WORDS, waitingText } from "./words.ts";
import type { Order } from "./worker.ts";

interface RunCardProps {
  readonly run: RunView;
  readonly nowMs: number;
  /** Nothing goes on at this moment: Google cannot be reached. */
  readonly isHeld: boolean;
  /** Milliseconds; an estimate. */
  readonly leftMs: number | undefined;
  readonly ordered: Order | undefined;
  readonly refused: CallFailure | undefined;
  readonly onOrder: (order: Order) => void;
}

export function RunCard({ run, nowMs, isHeld, leftMs, ordered, refused, onOrder }: RunCardProps) {
  const { id, what, status, sheet, note, error, finishedMs } = run;
  const isOpen = isUnfinished(run) || status === "paused" || status === "stopped";
  const changes = changesText(run);
  const isWaiting = isUnfinished(run) && run.waitUntilMs !== undefined;
  return (
    <li class="card run" aria-labelledby={`${id}-what`}>
      <div class="head">
        <div>
          <h2 id={`${id}-what`}>{what}</h2>
          {isOpen && sheet && sheet.name !== what && <p class="help">Sheet "{sheet.name}"</p>}
        </div>
        <span class={`state ${status}`}>{isWaiting ? "Waiting" : STATUS_WORDS[status]}</span>
      </div>
      {isOpen ? (
        <Extent run={run} leftMs={leftMs} isResting={isWaiting || isHeld} />
      ) : (
        <p class="sentence">{endText(run)}</p>
      )}
      {changes && <p class="help">{changes}</p>}
      {note && <p class="help">{note}</p>}
      {finishedMs !== null && !isOpen && <p class="help">{instantText(finishedMs)}</p>}
      {isWaiting && <Notice tone="info">{waitingText(run, (run.waitUntilMs ?? 0) - nowMs)}</Notice>}
      {status === "stopped" && <Notice tone="error">{error ?? "It stopped without saying why."}</Notice>}
      {isUnfinished(run) && !run.isMine && (
        <Notice tone="info">A colleague started this; it goes on in their name.</Notice>
      )}
      {refused && <Notice tone="warning">{refused.message}</Notice>}
      {isOpen && <Orders run={run} ordered={ordered} onOrder={onOrder} />}
    </li>
  );
}

function endText(run: RunView): string {
  if (run.status === "done") return resultText(run);
  return run.done > 0 ? `What was written stays: ${resultText(run)}` : "Nothing was written.";
}

/** What has not begun has a bar that stands still. */
const isAtWork = (run: RunView) => isUnfinished(run) && (run.status === "running" || run.done > 0);

interface ExtentProps {
  readonly run: RunView;
  readonly leftMs: number | undefined;
  readonly isResting: boolean;
}

function Extent({ run, leftMs, isResting }: ExtentProps) {
  const text = run.status === "queued" && run.done === 0 ? "Waits for its turn" : doneText(run);
  return (
    <>
      <Bar
        label={`Progress of ${run.what}`}
        text={text}
        done={run.done}
        total={run.total}
        look={isAtWork(run) && !isResting ? "running" : "resting"}
      />
      <p class="line">
        <span>{text}</span>
        {leftMs !== undefined && !isResting && <span class="value">{timeLeftText(leftMs)}</span>}
      </p>
    </>
  );
}

interface OrdersProps {
  readonly run: RunView;
  readonly ordered: Order | undefined;
  readonly onOrder: (order: Order) => void;
}

/** One place for Pause and Resume: what undoes a click is where the click was. */
function Orders({ run, ordered, onOrder }: OrdersProps) {
  const { what } = run;
  const isOff = ordered !== undefined;
  const goesOn = isUnfinished(run);
  return (
    <div class="buttons">
      {goesOn && run.isMine ? (
        <Button isOff={isOff} label={`Pause ${what}`} onClick={() => onOrder("pauseRun")}>
          {ordered === "pauseRun" ? "Pausing…" : "Pause"}
        </Button>
      ) : (
        <Button
          look={goesOn ? "secondary" : "primary"}
          isOff={isOff}
          label={goesOn ? `Take over ${what}` : `Resume ${what}`}
          onClick={() => onOrder("goOnRun")}
        >
          {goOnText(goesOn, ordered)}
        </Button>
      )}
      <Button look="quiet" isOff={isOff} label={`Cancel ${what}`} onClick={() => onOrder("cancelRun")}>
        {ordered === "cancelRun" ? "Cancelling…" : "Cancel"}
      </Button>
    </div>
  );
}

function goOnText(isTakeOver: boolean, ordered: Order | undefined): string {
  if (ordered === "goOnRun") return isTakeOver ? "Taking over…" : "Resuming…";
  return isTakeOver ? "Take over" : "Resume";
}
