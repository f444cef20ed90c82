import { useState } from "preact/hooks";
import { Button } from "../parts/button.tsx";
import type { useFocus } from "../parts/focus.ts";
import type { ApiWords } from "./apis.ts";
import type { Asking } from "./asking.ts";

interface StoredKeyProps {
  readonly words: ApiWords;
  readonly isShared: boolean;
  readonly asking: Asking | null;
  readonly focus: ReturnType<typeof useFocus>;
  readonly onTest: () => void;
  readonly onReplace: () => void;
  readonly onForget: () => void;
}

/** A key that the server keeps. It is never sent back, so there is nothing to show but that it is there. */
export function StoredKey({ words, isShared, asking, focus, onTest, onReplace, onForget }: StoredKeyProps) {
  const [isAsked, setAsked] = useState(false);
  const { name, keyName } = words;
  const isBusy = asking !== null;
  return (
    <>
      <p class="field-label">{keyName}</p>
      <p class="stored">
        <span>Stored</span>
        <span class="dots" aria-hidden="true">
          ••••••••••••
        </span>
      </p>
      {isAsked ? (
        <fieldset class="question">
          <legend>
            Forget this key?{isShared && " The copy that is shared with this spreadsheet goes too."}
          </legend>
          <div class="buttons">
            <Button isOff={isBusy} label={`Forget this ${name} key`} onClick={onForget}>
              {asking === "forgetting" ? "Forgetting…" : "Forget"}
            </Button>
            <Button
              look="quiet"
              isOff={isBusy}
              label={`Keep this ${name} key`}
              buttonRef={focus.at("keep")}
              onClick={() => {
                setAsked(false);
                focus.moveTo("forget");
              }}
            >
              Keep
            </Button>
          </div>
        </fieldset>
      ) : (
        <div class="buttons">
          <Button isOff={isBusy} label={`Test the ${name} key`} buttonRef={focus.at("test")} onClick={onTest}>
            {asking === "testing" ? "Testing…" : "Test"}
          </Button>
          <Button
            look="quiet"
            isOff={isBusy}
            label={`Replace the ${name} key`}
            buttonRef={focus.at("replace")}
            onClick={onReplace}
          >
            Replace
          </Button>
          <Button
            look="quiet"
            isOff={isBusy}
            label={`Forget the ${name} key`}
            buttonRef={focus.at("forget")}
            onClick={() => {
              setAsked(true);
              focus.moveTo("keep");
            }}
          >
            Forget
          </Button>
        </div>
      )}
    </>
  );
}
