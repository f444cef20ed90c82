import type { ComponentChildren } from "preact";
import type { SendForm as Form, RunView, SendRecord, SoFar } from "../../calls.ts";
import { Bar } from "../parts/bar.tsx";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { FailureNotice, Notice } from "../parts/notice.tsx";
import { countText } from "../parts/numbers.ts";
import { Select } from "../parts/select.tsx";
import type { Server } from "../parts/server.ts";
import { RunList } from "../progress/run-list.tsx";
import { type PushOrder, undoableRows } from "./draft.ts";
import { Plan, Rows } from "./plan.tsx";
import { countedRows, pushes, wordsOf } from "./pushes.ts";
import { SendForm } from "./send-form.tsx";
import { type Sending, type Stage, useSend } from "./use-send.ts";

const API_NAMES = { huntr: "Huntr", hunter: "Hunter" } as const;

export function SendPage({ server }: { readonly server: Server }) {
  const sending = useSend(server);
  const { form, stage, hint, soFar, failed, at } = sending;
  const words = form && wordsOf(form);
  const said = (
    <div role="status" class="said">
      {failed && <FailureNotice failure={failed.failure} onAgain={failed.again} />}
      {hint && (
        <Notice tone="warning">
          <p>{hint}</p>
        </Notice>
      )}
      {soFar && <Reading soFar={soFar} />}
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
        <Choosing form={form} server={server} sending={sending} said={said} />
      )}
      {form && stage.at === "checked" && <Checked form={form} stage={stage} sending={sending} said={said} />}
      {form && stage.at === "sending" && (
        <section aria-label="Progress" tabIndex={-1} ref={at("sending")}>
          <RunList
            server={server}
            only={stage.run.id}
            onStatus={(run: RunView) => sending.follow(run, form)}
          />
          {stage.hasEnded && sending.busy === null && !failed && <Ended form={form} sending={sending} />}
          {said}
        </section>
      )}
    </main>
  );
}

/** A check that takes long. */
function Reading({ soFar: { done, total, unit } }: { readonly soFar: SoFar }) {
  const text = `${countText(done)}${total === null ? "" : ` of ${countText(total)}`} ${unit} read so far`;
  return (
    <div class="below">
      <Bar label="Check" text={text} done={done} total={total} />
      <p class="help">{text}. Nothing is sent yet.</p>
    </div>
  );
}

interface StageProps {
  readonly form: Form;
  readonly sending: Sending;
  /** What went wrong, or is missing, where a person looks for it. */
  readonly said: ComponentChildren;
}

function Choosing({ form, server, sending, said }: StageProps & { readonly server: Server }) {
  const { draft, busy, load, check, change, putRecords, makeTemplate, openSetUp } = sending;
  return (
    <>
      <label class="field-label" for="push">
        What to do
      </label>
      <Select id="push" value={form.push} onChange={(push) => load(push, form.sheet.name)}>
        {(["huntr", "hunter"] as const).map((api) => (
          <optgroup key={api} label={API_NAMES[api]}>
            {pushes
              .filter((one) => one.api === api && !form.lacking.includes(one.push))
              .map(({ push, title }) => (
                <option key={push} value={push}>
                  {title}
                </option>
              ))}
          </optgroup>
        ))}
      </Select>
      {form.hasKey ? (
        <SendForm
          form={form}
          draft={draft}
          server={server}
          busy={busy}
          said={said}
          onDraft={change}
          onSheet={(sheet) => load(form.push, sheet, sheet !== form.sheet.name)}
          onRecords={putRecords}
          onTemplate={() => makeTemplate(form)}
          onCheck={() => check(form.push, form.sheet.name, draft)}
        />
      ) : (
        <div class="empty">
          <Icon name="sheet" />
          <p>There is no key for {API_NAMES[wordsOf(form).api]} yet. Paste yours, then come back.</p>
          <div class="buttons">
            <Button look="primary" onClick={openSetUp}>
              Set up
            </Button>
          </div>
        </div>
      )}
    </>
  );
}

function Checked({
  form,
  stage,
  sending,
  said,
}: StageProps & { readonly stage: Extract<Stage, { at: "checked" }> }) {
  const { busy, send, back, goTo, at } = sending;
  const { toDo, warning, verb, isDeletion } = wordsOf(form);
  return (
    <>
      <Plan
        plan={stage.plan}
        toDo={toDo}
        warning={warning(stage.plan, meantOf(form, stage.order))}
        onRow={goTo}
        headingRef={at("plan")}
      />
      <div class="foot">
        {said}
        <div class="buttons first">
          {stage.plan.send > 0 && (
            <Button
              look={isDeletion ? "danger" : "primary"}
              isOff={busy !== null}
              onClick={() => send(stage.order)}
            >
              {busy ?? verb(countedRows(form, stage.plan.send))}
            </Button>
          )}
          <Button isOff={busy !== null} onClick={back}>
            Back
          </Button>
        </div>
      </div>
    </>
  );
}

function Ended({ form, sending }: Omit<StageProps, "said">) {
  const { draft, check, goTo, back } = sending;
  const { failed } = form.rows;
  const { undo } = wordsOf(form);
  const undoable = undoableRows(form, draft);
  return (
    <>
      <Rows
        title="Failed: correct these rows, then send them again"
        rows={form.problems.map(({ row, outcome }) => ({ row, text: outcome }))}
        more={failed.length - form.problems.length}
        onRow={goTo}
      />
      <div class="buttons">
        {failed.length > 0 && (
          <Button onClick={() => check(form.push, form.sheet.name, { ...draft, which: "failed" })}>
            Send the failed again ({countText(failed.length)})
          </Button>
        )}
        {undo && undoable.length > 0 && (
          <Button onClick={() => check(undo.push, form.sheet.name, { ...draft, which: "undoable" })}>
            {undo.label} ({countText(undoable.length)})
          </Button>
        )}
        <Button look="quiet" onClick={back}>
          Send more
        </Button>
      </div>
    </>
  );
}

/** The one record that all rows are for: a campaign, a goal. */
function meantOf({ records }: Form, { constants = {} }: PushOrder): SendRecord | undefined {
  const { campaign_id: campaign, goalId: goal } = constants;
  const all = records["hunter.campaigns"] ?? records["huntr.goals"];
  return all?.find(({ id }) => String(id) === (campaign ?? goal));
}
