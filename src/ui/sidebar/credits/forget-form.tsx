import { useState } from "preact/hooks";
import type { Forgetting } from "../../calls.ts";
import { Button } from "../parts/button.tsx";
import { useFocus } from "../parts/focus.ts";
import { Notice } from "../parts/notice.tsx";
import { countText } from "../parts/numbers.ts";
import { Select } from "../parts/select.tsx";

const WAYS = { age: "Older than …", email: "About one address", all: "All of them" } as const;
type Way = keyof typeof WAYS;

const AGES_DAYS = [30, 90, 180, 365];

interface ForgetFormProps {
  /** How many are stored. */
  readonly results: number;
  readonly busy: string | null;
  readonly onForget: (which: Forgetting) => void;
}

/** Takes stored results away for good, after asking. */
export function ForgetForm({ results, busy, onForget }: ForgetFormProps) {
  const [way, setWay] = useState<Way>("age");
  const [days, setDays] = useState(90);
  const [email, setEmail] = useState("");
  const [isAsking, setAsking] = useState(false);
  const { moveTo, at } = useFocus();
  const address = email.trim();
  const isOff = busy !== null || (way === "email" && !/^\S+@\S+\.\S+$/.test(address));

  const forget = () => {
    setAsking(false);
    moveTo("ask");
    if (way === "age") onForget({ olderThanDays: days });
    else onForget(way === "email" ? { email: address } : { all: true });
  };
  if (isAsking) {
    return (
      <div role="alertdialog" aria-label="Forget results?" class="below">
        <Notice
          tone="warning"
          action={
            <div class="buttons first">
              <Button look="primary" onClick={forget} buttonRef={at("forget")}>
                Forget for good
              </Button>
              <Button
                onClick={() => {
                  setAsking(false);
                  moveTo("ask");
                }}
              >
                Keep
              </Button>
            </div>
          }
        >
          <p>{warning(way, days, address, results)}</p>
        </Notice>
      </div>
    );
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isOff) return;
        setAsking(true);
        moveTo("forget");
      }}
    >
      <fieldset class="question">
        <legend class="field-label">Which results</legend>
        {(Object.keys(WAYS) as Way[]).map((one) => (
          <label key={one} class="tick">
            <input type="radio" name="way" checked={way === one} onChange={() => setWay(one)} />
            <span>{WAYS[one]}</span>
          </label>
        ))}
      </fieldset>
      {way === "age" && (
        <Select
          id="days"
          label="Older than"
          value={String(days)}
          onChange={(value) => setDays(Number(value))}
        >
          {AGES_DAYS.map((age) => (
            <option key={age} value={age}>
              {age} days
            </option>
          ))}
        </Select>
      )}
      {way === "email" && (
        <>
          <div class="field">
            <input
              class="field-input"
              type="email"
              aria-label="E-mail address"
              placeholder="name@company.com"
              value={email}
              autocomplete="off"
              spellcheck={false}
              onInput={(event) => setEmail(event.currentTarget.value)}
            />
          </div>
          <p class="help">When a person asks you to delete what you hold about them.</p>
        </>
      )}
      <div class="buttons">
        <Button type="submit" isOff={isOff} buttonRef={at("ask")}>
          {busy ?? "Forget…"}
        </Button>
      </div>
    </form>
  );
}

/** What goes, and what does not. */
function warning(way: Way, days: number, address: string, results: number): string {
  const again = "Looked up again, they are paid for again. What stands in your sheets stays.";
  if (way === "age") return `Results older than ${days} days go. ${again}`;
  if (way === "all") return `All ${countText(results)} stored results go. ${again}`;
  return (
    `What is stored about ${address} goes: its verification, searches that found it, and its place in domain ` +
    "searches. What stands in your own sheets, and a lead in Hunter, you have to delete yourself. That a person asked " +
    "Hunter not to be processed is remembered, so that they are not asked about again."
  );
}
