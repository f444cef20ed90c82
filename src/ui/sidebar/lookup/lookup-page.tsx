import { lookups } from "../../../hunter/lookups.ts";
import type { LookupName, LookupPreview } from "../../calls.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { FailureNotice, Notice } from "../parts/notice.tsx";
import { Select } from "../parts/select.tsx";
import type { Server } from "../parts/server.ts";
import { RunList } from "../progress/run-list.tsx";
import { isUnfinished } from "../progress/words.ts";
import { isCap, type LookupOrder, priceOf } from "./draft.ts";
import { LookupForm } from "./lookup-form.tsx";
import { Price } from "./price.tsx";
import { useLookup } from "./use-lookup.ts";
import { countedQuestions, words } from "./words.ts";

const NAMES = Object.keys(words) as LookupName[];

export function LookupPage({ server }: { readonly server: Server }) {
  const { form, draft, stage, cap, hint, busy, failed, at, ...act } = useLookup(server);
  const { lookup } = draft;
  const { credit } = lookups[lookup];
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
          <Select id="lookup" value={lookup} onChange={(chosen) => act.choose(chosen as LookupName)}>
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
            <Button look="primary" onClick={act.openSetUp}>
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
          onDraft={act.change}
          onSheet={act.load}
          onCheck={() => act.check(form.sheet)}
        />
      )}
      {stage.at === "priced" && (
        <Priced
          preview={stage.preview}
          order={stage.order}
          cap={cap}
          busy={busy}
          headingRef={at("price")}
          onCap={act.setCap}
          onStart={() => act.start(stage.order, stage.preview)}
          onBack={act.back}
        />
      )}
      {form && stage.at === "running" && (
        <section aria-label="Progress" tabIndex={-1} ref={at("running")}>
          <RunList server={server} only={stage.run.id} onStatus={act.follow} />
          {!isUnfinished(stage.run) && stage.run.status !== "paused" && (
            <div class="buttons">
              {stage.run.status !== "done" && (
                <Button isOff={busy !== null} onClick={() => act.check(form.sheet)}>
                  {busy ?? "See what is left"}
                </Button>
              )}
              <Button look="quiet" onClick={act.back}>
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
  readonly order: LookupOrder;
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
