import { useState } from "preact/hooks";
import type { KeyState, KeyTest, SetupState } from "../../calls.ts";
import type { CallFailure } from "../parts/call-failure.ts";
import { useFocus } from "../parts/focus.ts";
import { Notice } from "../parts/notice.tsx";
import type { Server } from "../parts/server.ts";
import type { ApiWords } from "./apis.ts";
import type { Asking } from "./asking.ts";
import { KeyForm } from "./key-form.tsx";
import { Outcome } from "./outcome.tsx";
import { Sharing } from "./sharing.tsx";
import { StoredKey } from "./stored-key.tsx";

interface KeyCardProps {
  readonly words: ApiWords;
  readonly state: KeyState;
  readonly server: Server;
  readonly onState: (state: KeyState) => void;
}

/** One service's calls, one at a time; what fails may be asked again as it was. `ask` resolves to null when it failed. */
function useAsk() {
  const [asking, setAsking] = useState<Asking | null>(null);
  const [failed, setFailed] = useState<{ failure: CallFailure; again: () => void } | null>(null);
  const ask = async <T,>(what: Asking, call: () => Promise<T>, again: () => void): Promise<T | null> => {
    setAsking(what);
    setFailed(null);
    try {
      return await call();
    } catch (failure) {
      setFailed({ failure: failure as CallFailure, again });
      return null;
    } finally {
      setAsking(null);
    }
  };
  return { asking, failed, ask };
}

/** One service: its key, what came of trying it out, and who may use it. */
export function KeyCard({ words, state, server, onState }: KeyCardProps) {
  const { api, name } = words;
  const { asking, failed, ask } = useAsk();
  const [test, setTest] = useState<KeyTest | null>(null);
  const [isReplacing, setReplacing] = useState(false);
  const focus = useFocus();
  const hasForm = !state.stored || isReplacing;

  const change = async (
    what: Asking,
    call: () => Promise<SetupState>,
    again: () => void,
  ): Promise<boolean> => {
    const states = await ask(what, call, again);
    if (states) onState(states[api]);
    return states !== null;
  };

  const tryOut = async () => {
    setTest(null);
    setTest(await ask("testing", () => server.testKey(api), tryOut));
  };
  const save = async (key: string) => {
    setTest(null);
    const again = () => void save(key);
    if (state.stored) {
      const answer = await ask("saving", () => server.replaceKey(api, key), again);
      if (!answer) return;
      onState(answer.state[api]);
      const { test: outcome } = answer;
      setTest(
        outcome.isRefused ? { ...outcome, sentence: `${outcome.sentence} The stored one is kept.` } : outcome,
      );
      if (outcome.isRefused) return;
      setReplacing(false);
      focus.moveTo("test");
      return;
    }
    if (!(await change("saving", () => server.saveKeys(JSON.stringify({ [api]: key })), again))) return;
    setReplacing(false);
    focus.moveTo("test");
    await tryOut();
  };
  const forget = async () => {
    if (!(await change("forgetting", () => server.forgetKey(api), forget))) return;
    setTest(null);
    focus.moveTo("key");
  };
  const share = (isShared: boolean) => {
    void change(
      "sharing",
      () => server.shareKey(api, isShared),
      () => share(isShared),
    );
  };

  return (
    <section class="card" aria-labelledby={`${api}-name`}>
      <h2 id={`${api}-name`}>{name}</h2>
      <p class="help">{words.whatFor}</p>
      {state.shared && !state.stored && (
        <Notice tone="info">
          A colleague shared a key with this spreadsheet: you need none of your own.
        </Notice>
      )}
      {hasForm ? (
        <KeyForm
          words={words}
          isSaving={asking === "saving"}
          onSave={(key) => void save(key)}
          onKeep={
            isReplacing
              ? () => {
                  setReplacing(false);
                  focus.moveTo("replace");
                }
              : undefined
          }
          onTrial={() => focus.moveTo("save")}
          inputRef={focus.at("key")}
          saveRef={focus.at("save")}
        />
      ) : (
        <StoredKey
          words={words}
          isShared={state.shared}
          asking={asking}
          focus={focus}
          onTest={() => void tryOut()}
          onForget={() => void forget()}
          onReplace={() => {
            setReplacing(true);
            setTest(null);
            focus.moveTo("key");
          }}
        />
      )}
      <Outcome name={name} asking={asking} test={test} failed={failed} />
      <Sharing
        name={name}
        state={state}
        isBusy={asking !== null}
        isSharing={asking === "sharing"}
        onShare={share}
      />
    </section>
  );
}
