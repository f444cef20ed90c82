import type { Ref } from "preact";
import { useState } from "preact/hooks";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import type { ApiWords } from "./apis.ts";

interface KeyFormProps {
  readonly words: ApiWords;
  readonly isSaving: boolean;
  readonly onSave: (key: string) => void;
  /** Missing when there is no stored key to go back to. */
  readonly onKeep?: (() => void) | undefined;
  readonly inputRef: Ref<HTMLInputElement>;
  readonly saveRef: Ref<HTMLButtonElement>;
  readonly onTrial: () => void;
}

/** Where a key is pasted. It lives in this form only, and goes with it. */
export function KeyForm({ words, isSaving, onSave, onKeep, inputRef, saveRef, onTrial }: KeyFormProps) {
  const { api, name, keyName, where, trialKey } = words;
  const [key, setKey] = useState("");
  const [isShown, setShown] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const isTrial = trialKey !== undefined && key === trialKey;
  const id = `${api}-key`;

  const save = (event: Event) => {
    event.preventDefault();
    if (isSaving) return;
    const pasted = key.trim();
    setMissing(pasted === "");
    if (pasted !== "") onSave(pasted);
  };

  return (
    <form onSubmit={save} noValidate>
      <label class="field-label" for={id}>
        {keyName}
      </label>
      <div class={`field${isMissing ? " wrong" : ""}`}>
        <input
          id={id}
          class="field-input"
          {...(isShown ? ({ type: "text" } as const) : ({ type: "password" } as const))}
          value={key}
          ref={inputRef}
          readOnly={isSaving}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          aria-invalid={isMissing}
          aria-describedby={`${id}-help`}
          onInput={(event) => {
            setKey(event.currentTarget.value);
            setMissing(false);
          }}
        />
        <button
          type="button"
          class="field-eye"
          aria-label={`Show the ${keyName}`}
          aria-pressed={isShown}
          aria-controls={id}
          title={isShown ? "Hide" : "Show"}
          onClick={() => setShown(!isShown)}
        >
          <Icon name={isShown ? "hidden" : "shown"} />
        </button>
      </div>
      <p id={`${id}-help`} class="help">
        {isMissing && <span class="wrong">Paste the {keyName} first. </span>}
        {isTrial ? (
          "Hunter's own test key: look-ups get a dummy answer and cost nothing. Leads and usage need a real key."
        ) : (
          <>
            Find it under: <span class="path">{where}</span>
          </>
        )}
      </p>
      <div class="buttons">
        <Button
          type="submit"
          look="primary"
          isOff={isSaving}
          label={`Save the ${name} ${keyName}`}
          buttonRef={saveRef}
        >
          {isSaving ? "Saving…" : "Save"}
        </Button>
        {onKeep && (
          <Button look="quiet" isOff={isSaving} onClick={onKeep}>
            Keep the stored one
          </Button>
        )}
      </div>
      {trialKey && !isTrial && (
        <button
          type="button"
          class="link"
          onClick={() => {
            setKey(trialKey);
            setShown(true);
            setMissing(false);
            onTrial();
          }}
        >
          Try {name} out without an account
        </button>
      )}
    </form>
  );
}
