import { ChoiceList, joinChoices } from "../../../core/choices.ts";
import type { SendForm } from "../../calls.ts";
import { FirstValues } from "../parts/first-values.tsx";
import { Select } from "../parts/select.tsx";
import { twinsOf } from "../parts/twins.ts";
import { HEADER, SAME } from "./draft.ts";
import type { Field } from "./fields.ts";

interface FieldRowProps {
  readonly field: Field;
  readonly headers: readonly string[];
  readonly samples: SendForm["samples"];
  readonly twins: SendForm["twins"];
  readonly pick: string;
  readonly same: string;
  readonly onPick: (pick: string) => void;
  readonly onSame: (value: string) => void;
}

/** Where a field comes from: a column, or one value for all rows, with the control that fits what it takes. */
export function FieldRow({ field, headers, samples, twins, pick, same, onPick, onSame }: FieldRowProps) {
  const { name, label, isKey, isOfAll, otherwise } = field;
  const id = `field-${name}`;
  const header = pick.slice(HEADER.length);
  return (
    <div class="send-field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {!isOfAll && (
        <Select
          id={id}
          value={pick}
          onChange={onPick}
          describedBy={pick.startsWith(HEADER) ? `${id}-values` : undefined}
        >
          <option value="">{isKey ? "No column" : "Not sent"}</option>
          {!isKey && <option value={SAME}>The same for all</option>}
          <optgroup label="Column">
            {headers.map((header) => (
              <option key={header} value={HEADER + header}>
                {header}
              </option>
            ))}
          </optgroup>
        </Select>
      )}
      {pick.startsWith(HEADER) && (
        <FirstValues id={`${id}-values`} values={samples[header]} twins={twinsOf(header, twins)} />
      )}
      {pick === SAME && (
        <SameForAll
          field={field}
          id={isOfAll ? id : `${id}-same`}
          {...(isOfAll ? {} : { label: `${label} for all` })}
          value={same}
          onValue={onSame}
        />
      )}
      {pick === "" && otherwise && <p class="help">{otherwise}</p>}
    </div>
  );
}

const INPUTS = {
  text: { type: "text" },
  number: { type: "number", step: "any" },
  date: { type: "date" },
} as const;

interface SameForAllProps {
  readonly field: Field;
  readonly id: string;
  /** Where no label element says it. */
  readonly label?: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

function SameForAll(props: SameForAllProps) {
  const { field, id, label, value, onValue } = props;
  const { type, choices = [], suggestions } = field;
  if (type === "choices") return <Several {...props} />;
  if (type === "choice") {
    return (
      <Select id={id} label={label} value={value} onChange={onValue}>
        <option value="">Choose</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
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
        {...INPUTS[type ?? "text"]}
        aria-label={label}
        value={value}
        autocomplete="off"
        list={suggestions && `${id}-suggestions`}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      {suggestions && (
        <datalist id={`${id}-suggestions`}>
          {suggestions.map((text) => (
            <option key={text} value={text} />
          ))}
        </datalist>
      )}
    </div>
  );
}

/** Several choices, as a cell would hold them: those that are ticked, in the field's own order. */
function Several({ field, id, label = field.label, value, onValue }: SameForAllProps) {
  const all = (field.choices ?? []).map((choice) => choice.value);
  const ticked = new ChoiceList(all).read(value).known;
  const flip = (choice: string) =>
    onValue(joinChoices(all.filter((one) => (one === choice) !== ticked.includes(one))));
  return (
    <fieldset id={id} class="question ways" aria-label={label}>
      {all.map((choice) => (
        <label key={choice} class="tick">
          <input type="checkbox" checked={ticked.includes(choice)} onChange={() => flip(choice)} />
          <span>{choice}</span>
        </label>
      ))}
    </fieldset>
  );
}
