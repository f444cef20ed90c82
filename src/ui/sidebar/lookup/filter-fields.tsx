import type { Filter } from "../../../core/resource.ts";
import { Select } from "../parts/select.tsx";

interface FilterFieldsProps {
  readonly filters: readonly Filter[];
  readonly values: { readonly [name: string]: string };
  readonly onValue: (name: string, value: string) => void;
}

/** What is the same for all rows: how many addresses, and whose. */
export function FilterFields({ filters, values, onValue }: FilterFieldsProps) {
  return (
    <>
      {filters.map((filter) => {
        const { name } = filter;
        const id = `filter-${name}`;
        const value = values[name] ?? "";
        const choices =
          name === "limit" ? LIMITS : filter.choices?.map((choice) => [choice, sentence(choice)]);
        return (
          <div key={name}>
            <label class="field-label" for={id}>
              {name === "limit" ? "Addresses per domain" : sentence(name)}
            </label>
            {choices ? (
              <Select id={id} value={value} onChange={(chosen) => onValue(name, chosen)}>
                <option value="">{name === "limit" ? "All (a search for every ten)" : "Any"}</option>
                {choices.map(([choice = "", text]) => (
                  <option key={choice} value={choice}>
                    {text}
                  </option>
                ))}
              </Select>
            ) : (
              <div class="field">
                <input
                  id={id}
                  class="field-input"
                  type="text"
                  placeholder="Any; several with commas: it, hr"
                  value={value}
                  autocomplete="off"
                  spellcheck={false}
                  onInput={(event) => onValue(name, event.currentTarget.value)}
                />
              </div>
            )}
          </div>
        );
      })}
    </>
  );
}

/** What a search gives for each of these prices, so that nobody pays for a tenth of one. */
const LIMITS = [
  ["10", "Up to 10 (one search)"],
  ["20", "Up to 20 (two searches)"],
  ["50", "Up to 50 (five searches)"],
  ["100", "Up to 100 (ten searches)"],
] as const;

/** "required_field" → "Required field" */
function sentence(name: string): string {
  const text = name.replace(/_/g, " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
