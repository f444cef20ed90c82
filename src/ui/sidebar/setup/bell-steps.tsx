import { useRef, useState } from "preact/hooks";
import type { WebhooksState } from "../../calls.ts";
import { useAttempt } from "../parts/attempt.ts";
import { Button } from "../parts/button.tsx";
import { FailureNotice, Notice } from "../parts/notice.tsx";
import type { Server } from "../parts/server.ts";
import { SigningForm } from "./signing-form.tsx";
import { webAddress } from "./web-address.ts";

interface StepsProps {
  readonly state: WebhooksState;
  readonly server: Server;
  readonly onState: (state: WebhooksState) => void;
}

/** What Google and Huntr have to be told, in its order. The address is in this page only, and goes with it. */
export function BellSteps({ state, server, onState }: StepsProps) {
  const [pasted, setPasted] = useState("");
  const address = pasted.trim() === "" ? null : webAddress(pasted, state.query);
  const wrong = address && "wrong" in address ? address.wrong : null;
  return (
    <>
      <ol class="help">
        <li>In Extensions ▸ Apps Script, click Deploy ▸ New deployment, and choose Web app.</li>
        <li>Execute as: Me. Who has access: Anyone. Click Deploy, and copy the web app's URL.</li>
        <li>Paste it here. What it becomes goes to Huntr.</li>
      </ol>
      <label class="field-label" for="web-app">
        Web app's URL
      </label>
      <div class={`field${wrong ? " wrong" : ""}`}>
        <input
          id="web-app"
          class="field-input"
          type="url"
          value={pasted}
          autocomplete="off"
          spellcheck={false}
          aria-invalid={wrong !== null}
          aria-describedby="web-app-help"
          onInput={({ currentTarget }) => setPasted(currentTarget.value)}
        />
      </div>
      <p id="web-app-help" class="help">
        {wrong && <span class="wrong">{wrong}</span>}
      </p>
      {address && "url" in address && (
        <ForHuntr url={address.url} state={state} server={server} onState={onState} />
      )}
      <SigningForm state={state} server={server} onState={onState} />
    </>
  );
}

/** The one place that shows the secret. */
function ForHuntr({ url, state, server, onState }: StepsProps & { readonly url: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [outcome, setOutcome] = useState<string | null>(null);
  const { busy, failed, attempt } = useAttempt();
  const copy = () => {
    field.current?.select();
    // The page stands in a frame of Google's, where the clipboard's own interface may be refused.
    setOutcome(document.execCommand("copy") ? "Copied." : "Press Ctrl+C, or ⌘C, to copy it.");
  };
  const test = () =>
    attempt("Ringing…", async () => {
      setOutcome(null);
      // Google lets no other page read the answer: whether it arrived, the spreadsheet knows.
      await fetch(url, { method: "POST", mode: "no-cors", credentials: "omit", body: "{}" }).catch(
        () => null,
      );
      const after = await server.webhooksState();
      onState(after);
      setOutcome(testText(state, after));
    });
  return (
    <>
      <label class="field-label" for="for-huntr">
        For Huntr ▸ Developers ▸ Webhooks
      </label>
      <div class="field">
        <input
          id="for-huntr"
          class="field-input"
          readOnly
          value={url}
          ref={field}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
      </div>
      <p class="help">Whoever has it can have this spreadsheet look for news, and no more.</p>
      <div class="buttons">
        <Button look="primary" onClick={copy}>
          Copy
        </Button>
        <Button isOff={busy !== null} onClick={test}>
          {busy ?? "Test"}
        </Button>
      </div>
      <div class="outcome">
        <div role="status">
          {outcome && <Notice tone={outcome.startsWith("Nothing") ? "warning" : "info"}>{outcome}</Notice>}
          {failed && <FailureNotice failure={failed.failure} onAgain={failed.again} />}
        </div>
      </div>
    </>
  );
}

/** A test has no signature of Huntr's. */
function testText(before: WebhooksState, after: WebhooksState): string {
  if (after.bells > before.bells) return "It rang: the spreadsheet heard it.";
  if (after.refused === before.refused)
    return "Nothing arrived. Is the access Anyone, and is it the newest deployment's URL?";
  return after.isSigned
    ? "It arrived, and was refused, as everything without Huntr's signature is."
    : "It arrived, and was refused: make a new secret, and copy the address anew.";
}
