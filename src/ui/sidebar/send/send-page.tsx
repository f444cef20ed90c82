import { useEffect, useState } from "preact/hooks";
import type { SendForm as Form, PushPlan, RunView, SendRecord } from "../../calls.ts";
import { Button } from "../parts/button.tsx";
import type { CallFailure } from "../parts/call-failure.ts";
import { useFocus } from "../parts/focus.ts";
import { Icon } from "../parts/icon.tsx";
import { FailureNotice, Notice } from "../parts/notice.tsx";
import { countText } from "../parts/numbers.ts";
import type { Server } from "../parts/server.ts";
import { RunList } from "../runs/run-list.tsx";
import { Select } from "../tables/select.tsx";
import { type Draft, draftFor, faultOf, orderOf, type PushOrder, rowsFault, undoableRows } from "./draft.ts";
import { Plan, Rows } from "./plan.tsx";
import { countedRows, pushes, wordsOf } from "./pushes.ts";
import { SendForm } from "./send-form.tsx";
import { templateOf } from "./template.ts";

type Stage =
  | { readonly at: "choosing" }
  | { readonly at: "checked"; readonly plan: PushPlan; readonly order: PushOrder }
  | { readonly at: "sending"; readonly run: RunView; readonly hasEnded: boolean };

const CHOOSING: Stage = { at: "choosing" };

export function SendPage({ server }: { readonly server: Server }) {
  const [form, setForm] = useState<Form | null>(null);
  const [draft, setDraft] = useState<Draft>({ which: "unsent", picks: {}, same: {} });
  const [stage, setStage] = useState<Stage>(CHOOSING);
  const [busy, setBusy] = useState<string | null>(null);
  const [failed, setFailed] = useState<{ failure: CallFailure; again: () => void } | null>(null);
  const [hint, setHint] = useState<string | null>(null);
  const { moveTo, at } = useFocus();

  const attempt = async (doing: string, task: () => Promise<void>) => {
    setBusy(doing);
    setFailed(null);
    setHint(null);
    try {
      await task();
    } catch (failure) {
      setFailed({ failure: failure as CallFailure, again: () => void attempt(doing, task) });
    }
    setBusy(null);
  };
  /** The push that a menu item led to, then whichever is chosen. */
  const load = (push: string, sheet: string, isOther = true) =>
    void attempt("Reading…", async () => {
      const read = await server.sendForm(push, sheet);
      setForm(read);
      if (isOther) setDraft(draftFor(read));
      // What is sent is to be in sight.
      if (sheet !== "" && sheet !== form?.sheet.name) await server.openSheet(read.sheet.id);
    });
  useEffect(() => load("", ""), []);

  /** Selection and outcomes are read anew: both may have changed since the page looked. */
  const check = (push: string, sheet: string, wanted: Draft) =>
    void attempt("Checking…", async () => {
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
      const plan = await server.previewPush(JSON.stringify(order));
      setStage({ at: "checked", plan, order: { ...order, checked: plan.checked } });
      moveTo("plan");
    });
  const send = (order: PushOrder) =>
    void attempt("Starting…", async () => {
      const run = await server.startRun(JSON.stringify(order));
      setStage({ at: "sending", run, hasEnded: false });
      moveTo("sending");
    });
  /** What came of it stands in the sheet. */
  const told = (run: RunView, { push, sheet }: Form) => {
    const hasEnded = run.status === "done" || run.status === "cancelled";
    setStage({ at: "sending", run, hasEnded });
    if (hasEnded) void attempt("Reading…", async () => setForm(await server.sendForm(push, sheet.name)));
  };
  const back = () => {
    setStage(CHOOSING);
    setFailed(null);
    moveTo("title");
  };
  const goTo = (row: number) => {
    if (form) void server.openSheet(form.sheet.id, row).catch(() => {});
  };

  const words = form && wordsOf(form);
  const undoable = form ? undoableRows(form, draft) : [];
  const said = (
    <div role="status" class="said">
      {failed && <FailureNotice failure={failed.failure} onAgain={failed.again} />}
      {hint && (
        <Notice tone="warning">
          <p>{hint}</p>
        </Notice>
      )}
    </div>
  );
  return (
    <main>
      <h1 tabIndex={-1} ref={at("title")}>
        {words?.title ?? "Send rows"}
      </h1>
      {stage.at === "choosing" && (
        <p class="lead">{words?.help ?? "Send rows of a sheet to Huntr or Hunter."}</p>
      )}
      {!form && !failed && (
        <p class="help" role="status">
          Looking at the sheet…
        </p>
      )}
      {!form?.hasKey && said}
      {form && stage.at === "choosing" && (
        <>
          <label class="field-label" for="push">
            What to do
          </label>
          <Select id="push" value={form.push} onChange={(push) => load(push, form.sheet.name)}>
            {(["huntr", "hunter"] as const).map((api) => (
              <optgroup key={api} label={API_NAMES[api]}>
                {pushes
                  .filter((one) => one.api === api)
                  .map(({ push, title }) => (
                    <option key={push} value={push}>
                      {title}
                    </option>
                  ))}
              </optgroup>
            ))}
          </Select>
        </>
      )}
      {form && words && stage.at === "choosing" && !form.hasKey && (
        <div class="empty">
          <Icon name="sheet" />
          <p>There is no key for {API_NAMES[words.api]} yet. Paste yours, then come back.</p>
          <div class="buttons">
            <Button look="primary" onClick={() => void attempt("Opening…", () => server.showSetup())}>
              Set up
            </Button>
          </div>
        </div>
      )}
      {form && stage.at === "choosing" && form.hasKey && (
        <SendForm
          form={form}
          draft={draft}
          server={server}
          busy={busy}
          said={said}
          onDraft={(change) => setDraft((before) => ({ ...before, ...change }))}
          onSheet={(sheet) => load(form.push, sheet, sheet !== form.sheet.name)}
          onRecords={(table, records: readonly SendRecord[]) =>
            setForm((before) => before && { ...before, records: { ...before.records, [table]: records } })
          }
          onTemplate={() =>
            void attempt("Making the sheet…", async () => {
              const { sheet } = await server.templateSheet(JSON.stringify(templateOf(form)));
              const read = await server.sendForm(form.push, sheet);
              setForm(read);
              setDraft(draftFor(read));
            })
          }
          onCheck={() => check(form.push, form.sheet.name, draft)}
        />
      )}
      {form && words && stage.at === "checked" && (
        <>
          <Plan
            plan={stage.plan}
            toDo={words.toDo}
            warning={words.warning(stage.plan, campaignOf(form, stage.order))}
            onRow={goTo}
            headingRef={at("plan")}
          />
          <div class="foot">
            {said}
            <div class="buttons first">
              {stage.plan.send > 0 && (
                <Button look="primary" isOff={busy !== null} onClick={() => send(stage.order)}>
                  {busy ?? words.verb(countedRows(form, stage.plan.send))}
                </Button>
              )}
              <Button isOff={busy !== null} onClick={back}>
                Back
              </Button>
            </div>
          </div>
        </>
      )}
      {form && words && stage.at === "sending" && (
        <section aria-label="Progress" tabIndex={-1} ref={at("sending")}>
          <RunList server={server} only={stage.run.id} onStatus={(run) => told(run, form)} />
          {stage.hasEnded && busy === null && !failed && (
            <>
              <Rows
                title="Failed: correct these rows, then send them again"
                rows={form.problems.map(({ row, outcome }) => ({ row, text: outcome }))}
                more={form.rows.failed.length - form.problems.length}
                onRow={goTo}
              />
              <div class="buttons">
                {form.rows.failed.length > 0 && (
                  <Button onClick={() => check(form.push, form.sheet.name, { ...draft, which: "failed" })}>
                    Send the failed again ({countText(form.rows.failed.length)})
                  </Button>
                )}
                {words.undo && undoable.length > 0 && (
                  <Button
                    onClick={() =>
                      check(words.undo?.push ?? "", form.sheet.name, { ...draft, which: "undoable" })
                    }
                  >
                    {words.undo.label} ({countText(undoable.length)})
                  </Button>
                )}
                <Button look="quiet" onClick={back}>
                  Send more
                </Button>
              </div>
            </>
          )}
          {said}
        </section>
      )}
    </main>
  );
}

const API_NAMES = { huntr: "Huntr", hunter: "Hunter" } as const;

function campaignOf({ records }: Form, { constants = {} }: PushOrder): SendRecord | undefined {
  return records["hunter.campaigns"]?.find(({ id }) => String(id) === constants.campaign_id);
}
