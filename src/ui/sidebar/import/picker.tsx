import { useEffect, useRef, useState } from "preact/hooks";
import type { Choice } from "../../calls.ts";
import { FailureNotice } from "../parts/notice.tsx";
import { countText } from "../parts/numbers.ts";
import type { KnownChoices } from "./use-choices.ts";

/** More than anybody reads through: who looks for one of them types a part of its name. */
const MOST_SHOWN = 50;

interface PickerProps {
  readonly id: string;
  readonly label: string;
  readonly helpId: string;
  /** An id, chosen by its name or pasted, or what is typed on the way to it. */
  readonly value: string;
  /** It is no id yet. */
  readonly isHalf: boolean;
  readonly known: KnownChoices;
  readonly onValue: (value: string) => void;
  /** More names are wanted, after a failure again. */
  readonly onMore: (again?: boolean) => void;
}

/** A field that is filled by choosing among names (the combobox of the ARIA Authoring Practices, with a list). */
export function Picker({ id, label, helpId, value, isHalf, known, onValue, onMore }: PickerProps) {
  const [isTyping, setTyping] = useState(false);
  const [isOpen, setOpen] = useState(false);
  /** A fault is told where somebody looked for names, not at every filter of that table. */
  const [wasOpened, setOpened] = useState(false);
  const [active, setActive] = useState(-1);
  const list = useRef<HTMLDivElement>(null);
  const chosen = known.choices.find((choice) => choice.id === value);
  const found = matching(known.choices, isTyping || isHalf ? value : "");
  const shown = isOpen ? found.slice(0, MOST_SHOWN) : [];
  // Enter takes the first name that fits, but never one in place of an id.
  const at = active < 0 && isHalf ? 0 : active;
  const current = shown[at];

  useEffect(() => {
    if (isOpen) onMore();
  }, [isOpen, known]);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const open = () => {
    setOpen(true);
    setOpened(true);
    setActive(-1);
  };
  const close = () => {
    setOpen(false);
    setTyping(false);
  };
  const choose = (choice: Choice) => {
    onValue(choice.id);
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      if (!isOpen) open();
      else if (shown.length > 0)
        setActive(key === "ArrowDown" ? (at + 1) % shown.length : (at < 1 ? shown.length : at) - 1);
    } else if (key === "Enter" && current) choose(current);
    else if (key === "Escape" && isOpen) close();
    else return;
    event.preventDefault();
  };

  const isWrong = isHalf && !isOpen;
  const said = isOpen
    ? stateText(known, found.length, shown.length)
    : isHalf
      ? "Choose a name from the list, or paste an ID."
      : value !== "" && !chosen && known.next === null && "No name is known for this ID.";

  return (
    <div class="picker">
      <div class={`field${isWrong ? " wrong" : ""}`}>
        <input
          id={id}
          class="field-input"
          type="text"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={shown.length > 0}
          aria-controls={shown.length > 0 ? `${id}-list` : undefined}
          aria-activedescendant={current ? `${id}-${at}` : undefined}
          aria-invalid={isWrong}
          aria-describedby={helpId}
          autocomplete="off"
          spellcheck={false}
          placeholder="A name, or an ID"
          value={isTyping ? value : (chosen?.label ?? value)}
          onClick={open}
          onInput={(event) => {
            setTyping(true);
            onValue(event.currentTarget.value);
            open();
          }}
          onKeyDown={onKeyDown}
          onBlur={close}
        />
      </div>
      {shown.length > 0 && (
        <div id={`${id}-list`} class="options" role="listbox" aria-label={label} ref={list}>
          {shown.map((choice, n) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys go to the field, which keeps the focus.
            <div
              key={choice.id}
              id={`${id}-${n}`}
              role="option"
              tabIndex={-1}
              aria-selected={n === at}
              class={choice === chosen ? "chosen" : undefined}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(choice)}
            >
              {choice.label}
            </div>
          ))}
        </div>
      )}
      <div role="status">
        {said && <p class="help">{isWrong ? <span class="wrong">{said}</span> : said}</p>}
        {known.failure && wasOpened && <FailureNotice failure={known.failure} onAgain={() => onMore(true)} />}
      </div>
    </div>
  );
}

/** Those that have all the words somewhere in their name, or that very id. */
function matching(choices: readonly Choice[], typed: string): Choice[] {
  const words = typed.trim().toLowerCase().split(/\s+/);
  return choices.filter(
    ({ id, label }) => id === typed.trim() || words.every((word) => label.toLowerCase().includes(word)),
  );
}

function stateText({ choices, isReading, failure }: KnownChoices, found: number, shown: number): string {
  if (failure) return "";
  if (isReading) return choices.length === 0 ? "Looking for names…" : `${countText(found)} so far…`;
  if (choices.length === 0) return "There is nothing to choose from.";
  if (found === 0) return "No name has this in it.";
  return found > shown ? `${shown} of ${countText(found)}: type more of the name.` : "";
}
