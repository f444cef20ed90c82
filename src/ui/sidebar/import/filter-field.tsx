import type { Filter } from "../../../core/resource.ts";
import { Select } from "../parts/select.tsx";
import { type FilterValue, isFamily, isHalfName } from "./draft.ts";
import { Picker } from "./picker.tsx";
import type { ChoiceBook } from "./use-choices.ts";
import { choiceLabel, filterLabel } from "./words.ts";

interface FilterFieldProps {
  readonly filter: Filter;
  readonly value: FilterValue | undefined;
  readonly choices: ChoiceBook;
  readonly onValue: (value: FilterValue) => void;
}

/** One filter with the control that fits what it takes. */
export function FilterField({ filter, value, choices, onValue }: FilterFieldProps) {
  const { name, of } = filter;
  const id = `filter-${name}`;
  const label = filterLabel(filter);
  const helpId = `${id}-help`;
  const note = (
    <p id={helpId} class="help">
      {helpOf(filter)}
    </p>
  );
  if (filter.kind === "list" && filter.choices) {
    return (
      <fieldset class="question" aria-describedby={helpId}>
        <legend class="field-label">{label}</legend>
        <Choices choices={filter.choices} value={listOf(value)} onValue={onValue} />
        {note}
      </fieldset>
    );
  }
  if (isFamily(filter)) {
    const [word = "", text = ""] = listOf(value);
    return (
      <fieldset class="question" aria-describedby={helpId}>
        <legend class="field-label">{label}</legend>
        <div class="pair">
          <TextInput label="Slug" value={word} onText={(slug) => onValue([slug, text])} />
          <TextInput label="Value" value={text} onText={(typed) => onValue([word, typed])} />
        </div>
        {note}
      </fieldset>
    );
  }
  const single = typeof value === "string" ? value : "";
  return (
    <div>
      <label class="field-label" for={id}>
        {label}
      </label>
      {of ? (
        <Picker
          id={id}
          label={label}
          helpId={helpId}
          isHalf={isHalfName(filter, single)}
          value={single}
          known={choices.of(of)}
          onValue={onValue}
          onMore={(again) => choices.readOn(of, again)}
        />
      ) : (
        <SingleField filter={filter} id={id} helpId={helpId} value={single} onValue={onValue} />
      )}
      {note}
    </div>
  );
}

/** What `*` and `~` stand for is said by the choices themselves, where there are choices. */
function helpOf({ help, choices }: Filter): string {
  return choices ? help.replace(/; [*~].*$/, ".") : help;
}

interface SingleFieldProps {
  readonly filter: Filter;
  readonly id: string;
  readonly helpId: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

function SingleField({ filter, id, helpId, value, onValue }: SingleFieldProps) {
  const { kind, choices } = filter;
  if (kind === "boolean" || choices) {
    const options = choices?.map((choice) => [choice, choiceLabel(choice)] as const) ?? YES_OR_NO;
    return (
      <Select id={id} value={value} onChange={onValue} describedBy={helpId}>
        <option value="">No filter</option>
        {options.map(([choice, words]) => (
          <option key={choice} value={choice}>
            {words}
          </option>
        ))}
      </Select>
    );
  }
  return (
    <div class="field">
      <input
        id={id}
        class="field-input"
        {...INPUTS[kind]}
        value={value}
        autocomplete="off"
        spellcheck={false}
        aria-describedby={helpId}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    </div>
  );
}

const YES_OR_NO = [
  ["true", "Yes"],
  ["false", "No"],
] as const;

const TEXT = { type: "text" } as const;

const INPUTS = {
  text: TEXT,
  // Several values, with commas between: parseFilters takes them apart.
  list: TEXT,
  boolean: TEXT,
  // A number of the API's may have a fraction.
  number: { type: "number", step: "any" },
  time: { type: "date" },
} as const;

interface ChoicesProps {
  readonly choices: readonly string[];
  readonly value: readonly string[];
  readonly onValue: (value: readonly string[]) => void;
}

function Choices({ choices, value, onValue }: ChoicesProps) {
  return (
    <div class="choices">
      {choices.map((choice) => (
        <label key={choice} class="tick">
          <input
            type="checkbox"
            checked={value.includes(choice)}
            onChange={(event) => {
              const isOn = event.currentTarget.checked;
              onValue(choices.filter((other) => (other === choice ? isOn : value.includes(other))));
            }}
          />
          <span>{choiceLabel(choice)}</span>
        </label>
      ))}
    </div>
  );
}

interface TextInputProps {
  readonly label: string;
  readonly value: string;
  readonly onText: (text: string) => void;
}

function TextInput({ label, value, onText }: TextInputProps) {
  return (
    <div class="field">
      <input
        class="field-input"
        type="text"
        aria-label={label}
        placeholder={label}
        value={value}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => onText(event.currentTarget.value)}
      />
    </div>
  );
}

function listOf(value: FilterValue | undefined): readonly string[] {
  return typeof value === "string" || value === undefined ? [] : value;
}
