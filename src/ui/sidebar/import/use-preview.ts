import { useEffect, useRef, useState } from "preact/hooks";
import type { ImportPreview } from "../../calls.ts";
import type { CallFailure } from "../parts/call-failure.ts";
import type { Server } from "../parts/server.ts";
import { type Draft, setFilters } from "./draft.ts";

/** Whoever goes through the list of tables with the keyboard passes many: one that is stayed with is read. */
const STAY_MS = 400;

interface Read {
  readonly preview: ImportPreview | null;
  readonly failure: CallFailure | null;
  /** The filters that it was read with. */
  readonly filters: string;
}

const NOTHING: Read = { preview: null, failure: null, filters: "{}" };

/** Reads a table's first rows once it is chosen, and again when asked to. @param canRead whether there is a key. */
export function usePreview(server: Server, draft: Draft, canRead: boolean) {
  const [read, setRead] = useState(NOTHING);
  const [isReading, setReading] = useState(false);
  /** Answers of earlier questions are let go: they may come after the last one's. */
  const question = useRef(0);
  const { table } = draft.table;
  const set = setFilters(draft);
  const filters = JSON.stringify(set);

  const ask = () => {
    const mine = ++question.current;
    setReading(true);
    const end = (change: (before: Read) => Read) => {
      if (mine !== question.current) return;
      setReading(false);
      setRead(change);
    };
    server.previewImport(JSON.stringify({ kind: "import", table, filters: set })).then(
      (preview) => end(() => ({ preview, failure: null, filters })),
      (failure: CallFailure) => end((before) => ({ ...before, failure, filters })),
    );
  };

  // Not at each keystroke in a filter: half an address would be asked for.
  useEffect(() => {
    setRead(NOTHING);
    setReading(canRead);
    if (!canRead) return;
    const timer = setTimeout(ask, STAY_MS);
    return () => {
      clearTimeout(timer);
      question.current++;
    };
  }, [table, canRead]);

  return { ...read, isReading, isOld: read.preview !== null && read.filters !== filters, ask };
}
