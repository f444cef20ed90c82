import { useEffect, useState } from "preact/hooks";
import type { SendForm as Form, PushPlan, RunView, SendRecord, SoFar } from "../../calls.ts";
import { useAttempt } from "../parts/attempt.ts";
import { useFocus } from "../parts/focus.ts";
import type { Server } from "../parts/server.ts";
import { type Draft, draftFor, faultOf, orderOf, type PushOrder, rowsFault } from "./draft.ts";
import { templateOf } from "./template.ts";

export type Stage =
  | { readonly at: "choosing" }
  | { readonly at: "checked"; readonly plan: PushPlan; readonly order: PushOrder }
  | { readonly at: "sending"; readonly run: RunView; readonly hasEnded: boolean };

/** What a check goes by from one part to the next. */
function newToken(): string {
  const digits = () => Math.random().toString(36).slice(2, 10).padEnd(8, "0");
  return digits() + digits();
}

/** Part by part: there may be more to compare with than an execution reads. */
async function checkInParts(
  server: Server,
  order: PushOrder,
  tell: (soFar: SoFar | null) => void,
): Promise<PushPlan> {
  const token = newToken();
  try {
    for (let nth = 0; ; nth++) {
      const part = await server.previewPush(JSON.stringify(order), token, nth);
      if (!("soFar" in part)) return part;
      tell(part.soFar);
    }
  } finally {
    tell(null);
  }
}

const CHOOSING: Stage = { at: "choosing" };

/** What the page Send rows knows, and what can be done on it: choose, check, send, look at what came of it. */
export function useSend(server: Server) {
  const [form, setForm] = useState<Form | null>(null);
  const [draft, setDraft] = useState<Draft>({ which: "unsent", hidden: false, picks: {}, same: {} });
  const [stage, setStage] = useState<Stage>(CHOOSING);
  const [hint, setHint] = useState<string | null>(null);
  const [soFar, setSoFar] = useState<SoFar | null>(null);
  const { busy, failed, attempt: tryTo, dismiss } = useAttempt();
  const { moveTo, at } = useFocus();

  const attempt = (doing: string, task: () => Promise<void>) => {
    setHint(null);
    tryTo(doing, task);
  };
  /** The push that a menu item led to, then whichever is chosen. */
  const load = (push: string, sheet: string, isOther = true) =>
    attempt("Reading…", async () => {
      const read = await server.sendForm(push, sheet);
      setForm(read);
      if (isOther) setDraft(draftFor(read));
      // What is sent is to be in sight.
      if (sheet !== "" && sheet !== form?.sheet.name) await server.openSheet(read.sheet.id);
    });
  useEffect(() => load("", ""), []);

  /** Selection and outcomes are read anew: both may have changed since the page looked. */
  const check = (push: string, sheet: string, wanted: Draft) =>
    attempt("Checking…", async () => {
      const now = await server.sendForm(push, sheet);
      setForm(now);
      setDraft(wanted);
      const fault = faultOf(now, wanted) ?? rowsFault(now, wanted);
      setStage(CHOOSING);
      if (fault) {
        setHint(fault);
        return;
      }
      const order = orderOf(now, wanted);
      const plan = await checkInParts(server, order, setSoFar);
      setStage({ at: "checked", plan, order: { ...order, checked: plan.checked } });
      moveTo("plan");
    });
  const send = (order: PushOrder) =>
    attempt("Starting…", async () => {
      const run = await server.startRun(JSON.stringify(order));
      setStage({ at: "sending", run, hasEnded: false });
      moveTo("sending");
    });
  /** What came of it stands in the sheet. */
  const follow = (run: RunView, { push, sheet }: Form) => {
    const hasEnded = run.status === "done" || run.status === "cancelled";
    setStage({ at: "sending", run, hasEnded });
    if (hasEnded) attempt("Reading…", async () => setForm(await server.sendForm(push, sheet.name)));
  };
  const back = () => {
    setStage(CHOOSING);
    dismiss();
    moveTo("title");
  };
  const makeTemplate = (before: Form) =>
    attempt("Making the sheet…", async () => {
      const { sheet } = await server.templateSheet(JSON.stringify(templateOf(before)));
      const read = await server.sendForm(before.push, sheet);
      setForm(read);
      setDraft(draftFor(read));
    });
  return {
    form,
    draft,
    stage,
    hint,
    soFar,
    busy,
    failed,
    at,
    load,
    check,
    send,
    follow,
    back,
    makeTemplate,
    openSetUp: () => attempt("Opening…", () => server.showSetup()),
    /** A row of the sheet, shown to the person. */
    goTo: (row: number) => {
      if (form) void server.openSheet(form.sheet.id, row).catch(() => {});
    },
    change: (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes })),
    putRecords: (table: string, records: readonly SendRecord[]) =>
      setForm((before) => before && { ...before, records: { ...before.records, [table]: records } }),
  };
}

export type Sending = ReturnType<typeof useSend>;
