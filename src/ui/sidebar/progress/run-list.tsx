import { useEffect, useMemo, useState } from "preact/hooks";
import type { RunView } from "../../calls.ts";
import { Icon } from "../parts/icon.tsx";
import { IS_BOUND } from "../parts/install.ts";
import { FailureNotice } from "../parts/notice.tsx";
import { useNowMs } from "../parts/now.ts";
import { waitText } from "../parts/numbers.ts";
import type { Server } from "../parts/server.ts";
import { useAnnouncement } from "./announcement.ts";
import { RunCard } from "./run-card.tsx";
import { inOrder, isUnfinished, overallText } from "./words.ts";
import { type Progress, RunWorker, type Watch } from "./worker.ts";

const NOTHING_YET: Progress = {
  runs: null,
  leftMs: new Map(),
  orders: new Map(),
  refused: new Map(),
  trouble: null,
};

/** A bound script may ask for a trigger each minute, an add-on only each hour (facts, 1.2). */
const GOES_ON = IS_BOUND ? "within a minute or two" : "within the hour";

interface RunListProps {
  readonly server: Server;
  /** The id of the one run that is shown; all are advanced all the same. */
  readonly only?: string;
  /** Called whenever its status changes. */
  readonly onStatus?: (run: RunView) => void;
}

/** The runs with their bars and buttons, advanced while this is on the page. */
export function RunList({ server, only, onStatus }: RunListProps) {
  const [progress, setProgress] = useState(NOTHING_YET);
  const worker = useMemo(() => new RunWorker(server, browserWatch(), setProgress), [server]);
  useEffect(() => {
    worker.look();
    const onView = () => worker.wake();
    document.addEventListener("visibilitychange", onView);
    return () => document.removeEventListener("visibilitychange", onView);
  }, [worker]);

  const { trouble } = progress;
  const runs = progress.runs && inOrder(progress.runs.filter(({ id }) => only === undefined || id === only));
  const isCounting =
    (trouble?.againMs ?? null) !== null || (runs ?? []).some((run) => run.waitUntilMs !== undefined);
  const nowMs = useNowMs(isCounting);
  const announcement = useAnnouncement(progress.runs);
  const status = only === undefined ? undefined : runs?.[0]?.status;
  useEffect(() => {
    if (runs?.[0]) onStatus?.(runs[0]);
  }, [status]);

  return (
    <>
      <p class="unseen" role="status">
        {trouble?.failure.message ?? announcement}
      </p>
      <p class="lead">
        {runs?.some((run) => isUnfinished(run) && run.isMine)
          ? goesOnText(progress.runs ?? [])
          : only === undefined && "What Huntsheet has been doing in this spreadsheet."}
      </p>
      {runs && <Overall runs={runs} />}
      {trouble && (
        <div class="above">
          <FailureNotice
            failure={trouble.failure}
            again={trouble.againMs === null ? "Try again" : "Try now"}
            onAgain={() => worker.look()}
          >
            {trouble.againMs !== null && `Trying again in ${waitText(trouble.againMs - nowMs)}.`}
          </FailureNotice>
        </div>
      )}
      {!runs && !trouble && <p class="help">Looking what is going on…</p>}
      {runs?.length === 0 && <NothingRuns />}
      {runs && runs.length > 0 && (
        <ul class="runs">
          {runs.map((run) => (
            <RunCard
              key={run.id}
              run={run}
              nowMs={nowMs}
              isHeld={trouble !== null}
              leftMs={progress.leftMs.get(run.id)}
              ordered={progress.orders.get(run.id)}
              refused={progress.refused.get(run.id)}
              onOrder={(order) => void worker.order(order, run.id)}
            />
          ))}
        </ul>
      )}
    </>
  );
}

function Overall({ runs }: { readonly runs: readonly RunView[] }) {
  const text = overallText(runs);
  return text === null ? null : <p class="overall">{text}</p>;
}

function NothingRuns() {
  return (
    <div class="empty">
      <Icon name="sheet" />
      <p>Nothing is running. Import from Extensions ▸ Huntsheet.</p>
    </div>
  );
}

/** @param runs all of them: whoever was refused a trigger for one was refused it for each. */
function goesOnText(runs: readonly RunView[]): string {
  return runs.some(({ needsSidebar }) => needsSidebar)
    ? "Keep this sidebar open until all is done."
    : `You can close this: it goes on by itself ${GOES_ON}.`;
}

function browserWatch(): Watch {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    nowMs: () => Date.now(),
    isSeen: () => document.visibilityState === "visible",
    wakeIn: (ms, wake) => {
      clearTimeout(timer);
      timer = setTimeout(wake, ms);
    },
  };
}
