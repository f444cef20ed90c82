import { useEffect, useState } from "preact/hooks";
import type { LookupForm as Form, LookupName, LookupPreview, RunView } from "../../calls.ts";
import { useAttempt } from "../parts/attempt.ts";
import { useFocus } from "../parts/focus.ts";
import type { Server } from "../parts/server.ts";
import {
  type Draft,
  draftFor,
  faultOf,
  type LookupOrder,
  orderOf,
  priceOf,
  rowsFault,
  usualCap,
} from "./draft.ts";

type Stage =
  | { readonly at: "choosing" }
  | { readonly at: "priced"; readonly order: LookupOrder; readonly preview: LookupPreview }
  | { readonly at: "running"; readonly run: RunView };

const CHOOSING: Stage = { at: "choosing" };

/** What the page Look up knows, and what can be done on it: choose, see the price, start. */
export function useLookup(server: Server) {
  const [form, setForm] = useState<Form | null>(null);
  const [draft, setDraft] = useState(() => draftFor("verify"));
  const [stage, setStage] = useState<Stage>(CHOOSING);
  const [cap, setCap] = useState("");
  const [hint, setHint] = useState<string | null>(null);
  const { busy, failed, attempt, dismiss } = useAttempt();
  const { moveTo, at } = useFocus();

  /** Headers that were chosen in one sheet are not those of another. */
  const load = (sheet: string) =>
    attempt("Reading…", async () => {
      const read = await server.lookupForm(sheet);
      setHint(null);
      setForm(read);
      if (!form) setDraft(draftFor(read.lookup));
      else if (read.sheet !== form.sheet) setDraft((before) => ({ ...before, inputs: {}, along: [] }));
    });
  // Asked for once the page shows: an empty page until Google answers looks broken.
  useEffect(() => load(""), []);

  /** Selection and headers are read anew: both may have changed since the page looked. */
  const check = (sheet: string) =>
    attempt("Checking…", async () => {
      setStage(CHOOSING);
      const now = await server.lookupForm(sheet);
      setForm(now);
      const fault = faultOf(now, draft) ?? rowsFault(now, draft);
      setHint(fault);
      if (fault) return;
      const order = orderOf(now, draft);
      const preview = await server.previewLookup(JSON.stringify(order));
      setCap(String(usualCap(priceOf(preview, order), preview.account)));
      const { checked } = preview;
      setStage({ at: "priced", order: checked === null ? order : { ...order, checked }, preview });
      moveTo("price");
    });
  const start = (order: LookupOrder, preview: LookupPreview) =>
    attempt("Starting…", async () => {
      // Rows that come in meanwhile are not to cost what nobody was told of.
      const { pool: capIn } = preview;
      const spec = capIn && cap.trim() !== "" ? { ...order, maxCredits: Number(cap), capIn } : order;
      const run = await server.startRun(JSON.stringify(spec));
      setStage({ at: "running", run });
      moveTo("running");
    });
  const back = () => {
    setStage(CHOOSING);
    dismiss();
    moveTo("title");
  };
  /** What was said of the choice before does not hold of the next one. */
  const change = (next: (before: Draft) => Draft) => {
    setHint(null);
    setDraft(next);
  };
  return {
    form,
    draft,
    stage,
    cap,
    hint,
    busy,
    failed,
    at,
    load,
    check,
    start,
    back,
    setCap,
    change: (changes: Partial<Draft>) => change((before) => ({ ...before, ...changes })),
    choose: (chosen: LookupName) => {
      dismiss();
      change(({ which, hidden }) => ({ ...draftFor(chosen), which, hidden }));
    },
    openSetUp: () => attempt("Opening…", () => server.showSetup()),
    follow: (run: RunView) => setStage({ at: "running", run }),
  };
}
