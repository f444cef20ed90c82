import { useEffect, useState } from "preact/hooks";
import { lookups } from "../../../hunter/lookups.ts";
import type { LookupForm as Form, LookupName, LookupPreview, LookupSpec, RunView } from "../../calls.ts";
import { useAttempt } from "../parts/attempt.ts";
import { Button } from "../parts/button.tsx";
import { useFocus } from "../parts/focus.ts";
import { Icon } from "../parts/icon.tsx";
import { FailureNotice, Notice } from "../parts/notice.tsx";
import type { Server } from "../parts/server.ts";
import { RunList } from "../runs/run-list.tsx";
import { isUnfinished } from "../runs/words.ts";
import { Select } from "../tables/select.tsx";
import { type Draft, draftFor, faultOf, isCap, orderOf, priceOf, rowsFault, usualCap } from "./draft.ts";
import { LookupForm } from "./lookup-form.tsx";
import { Price } from "./price.tsx";
import { countedQuestions, words } from "./words.ts";

type Stage =
  | { readonly at: "choosing" }
  | { readonly at: "priced"; readonly order: LookupSpec; readonly preview: LookupPreview }
  | { readonly at: "running"; readonly run: RunView };

const CHOOSING: Stage = { at: "choosing" };
const NAMES = Object.keys(words) as LookupName[];

export function LookupPage({ server }: { readonly server: Server }) {
  const [form, setForm] = useState<Form | null>(null);
  const [draft, setDraft] = useState(() => draftFor("verify"));
  const [stage, setStage] = useState<Stage>(CHOOSING);
  const [cap, setCap] = useState("");
  const [hint, setHint] = useState<string | null>(null);
  const { busy, failed, attempt, dismiss } = useAttempt();
  const { moveTo, at } = useFocus();
  const { lookup } = draft;
  const { credit } = lookups[lookup];

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
      setStage({ at: "priced", order, preview });
      moveTo("price");
    });
  const start = (order: LookupSpec) =>
    attempt("Starting…", async () => {
      // Rows that come in meanwhile are not to cost what nobody was told of.
      const spec = credit && cap.trim() !== "" ? { ...order, maxCredits: Number(cap) } : order;
      const run = await server.startRun(JSON.stringify(spec));
      setStage({ at: "running", run });
      moveTo("running");
    });
  const back = () => {
    setStage(CHOOSING);
    dismiss();
    moveTo("title");
  };

  const { title, help } = words[lookup];
  return (
    <main>
      <h1 tabIndex={-1} ref={at("title")}>
        {form ? title : "Look up"}
      </h1>
      <p class="lead">{form ? help : "Ask Hunter for each row of a sheet."}</p>
      {!form && !failed && (
        <p class="help" role="status">
          Looking at the sheet…
        </p>
      )}
      {form && stage.at === "choosing" && (
        <>
          <label class="field-label" for="lookup">
            What to do
          </label>
          <Select
            id="lookup"
            value={lookup}
            onChange={(chosen) => {
              setHint(null);
              dismiss();
              setDraft((before) => ({ ...draftFor(chosen as LookupName), which: before.which }));
            }}
          >
            {NAMES.map((name) => (
              <option key={name} value={name}>
                {words[name].title}
              </option>
            ))}
          </Select>
        </>
      )}
      <div role="status" class="said">
        {failed && <FailureNotice failure={failed.failure} onAgain={failed.again} />}
        {hint && (
          <Notice tone="warning">
            <p>{hint}</p>
          </Notice>
        )}
      </div>
      {form && stage.at === "choosing" && !form.hasKey && credit && (
        <div class="empty">
          <Icon name="sheet" />
          <p>There is no key for Hunter yet. Paste yours, then come back.</p>
          <div class="buttons">
            <Button look="primary" onClick={() => attempt("Opening…", () => server.showSetup())}>
              Set up
            </Button>
          </div>
        </div>
      )}
      {form && stage.at === "choosing" && (form.hasKey || !credit) && (
        <LookupForm
          form={form}
          draft={draft}
          busy={busy}
          onDraft={(change: Partial<Draft>) => {
            setHint(null);
            setDraft((before) => ({ ...before, ...change }));
          }}
          onSheet={load}
          onCheck={() => check(form.sheet)}
        />
      )}
      {stage.at === "priced" && (
        <Priced
          preview={stage.preview}
          order={stage.order}
          cap={cap}
          busy={busy}
          headingRef={at("price")}
          onCap={setCap}
          onStart={() => start(stage.order)}
          onBack={back}
        />
      )}
      {form && stage.at === "running" && (
        <section aria-label="Progress" tabIndex={-1} ref={at("running")}>
          <RunList server={server} only={stage.run.id} onStatus={(run) => setStage({ at: "running", run })} />
          {!isUnfinished(stage.run) && stage.run.status !== "paused" && (
            <div class="buttons">
              {stage.run.status !== "done" && (
                <Button isOff={busy !== null} onClick={() => check(form.sheet)}>
                  {busy ?? "See what is left"}
                </Button>
              )}
              <Button look="quiet" onClick={back}>
                Look up more
              </Button>
            </div>
          )}
        </section>
      )}
    </main>
  );
}

interface PricedProps {
  readonly preview: LookupPreview;
  readonly order: LookupSpec;
  readonly cap: string;
  readonly busy: string | null;
  readonly headingRef: (part: HTMLElement | null) => void;
  readonly onCap: (cap: string) => void;
  readonly onStart: () => void;
  readonly onBack: () => void;
}

function Priced({ preview, order, cap, busy, headingRef, onCap, onStart, onBack }: PricedProps) {
  const price = priceOf(preview, order);
  const { distinct, invalid } = preview;
  const isOff = busy !== null || (price > 0 && !isCap(cap));
  const { verb } = words[order.lookup];
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isOff) onStart();
      }}
    >
      <Price preview={preview} order={order} cap={cap} onCap={onCap} headingRef={headingRef} />
      <div class="foot">
        <div class="buttons first">
          {distinct + invalid > 0 && (
            <Button type="submit" look="primary" isOff={isOff}>
              {busy ??
                (distinct > 0 ? `${verb} ${countedQuestions(order.lookup, distinct)}` : "Mark the rows")}
            </Button>
          )}
          <Button isOff={busy !== null} onClick={onBack}>
            Back
          </Button>
        </div>
      </div>
    </form>
  );
}
