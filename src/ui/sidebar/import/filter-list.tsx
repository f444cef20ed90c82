import { useEffect, useRef, useState } from "preact/hooks";
import type { Filter } from "../../../core/resource.ts";
import { Select } from "../parts/select.tsx";
import type { FilterValue } from "./draft.ts";
import { FilterField } from "./filter-field.tsx";
import type { ChoiceBook } from "./use-choices.ts";
import { filterLabel } from "./words.ts";

/** So many fit on a screen; of more, each is fetched from a list when it is wanted. */
const FEW = 5;

interface FilterListProps {
  readonly filters: readonly Filter[];
  readonly values: { readonly [name: string]: FilterValue };
  readonly choices: ChoiceBook;
  readonly onValue: (name: string, value: FilterValue) => void;
}

export function FilterList({ filters, values, choices, onValue }: FilterListProps) {
  const [added, setAdded] = useState<readonly string[]>([]);
  const [latest, setLatest] = useState<string | null>(null);
  const fields = useRef<HTMLDivElement>(null);
  // The keyboard goes on in the field that was just fetched.
  useEffect(() => {
    const field = latest && fields.current?.querySelector(`[data-filter="${latest}"] :is(input, select)`);
    if (field instanceof HTMLElement) field.focus();
  }, [latest]);
  // Filters that come with a sheet are there too, and stay when their fields are emptied to be filled anew.
  useEffect(() => {
    const came = filters.map(({ name }) => name).filter((name) => (values[name]?.length ?? 0) > 0);
    setAdded((before) => [...before, ...came.filter((name) => !before.includes(name))]);
  }, [filters, values]);

  const isShort = filters.length <= FEW;
  const shown = isShort ? filters : added.flatMap((name) => filters.filter((filter) => filter.name === name));
  return (
    <div class="filters">
      {shown.length > 0 && (
        <div class="filters" ref={fields}>
          {shown.map((filter) => (
            <div key={filter.name} class="filter" data-filter={filter.name}>
              <FilterField
                filter={filter}
                value={values[filter.name]}
                choices={choices}
                onValue={(value) => onValue(filter.name, value)}
              />
              {!isShort && (
                <button
                  type="button"
                  class="link"
                  aria-label={`Remove the filter ${filterLabel(filter)}`}
                  onClick={() => {
                    onValue(filter.name, "");
                    setAdded(added.filter((name) => name !== filter.name));
                    setLatest(null);
                  }}
                >
                  Remove
                </button>
              )}
            </div>
          ))}
        </div>
      )}
      {!isShort && (
        <div>
          <label class="field-label" for="add-filter">
            Add a filter
          </label>
          <Select
            id="add-filter"
            value=""
            onChange={(name) => {
              if (name === "") return;
              setAdded([...added, name]);
              setLatest(name);
            }}
          >
            <option value="">Choose…</option>
            {filters
              .filter((filter) => !shown.includes(filter))
              .map((filter) => (
                <option key={filter.name} value={filter.name}>
                  {filterLabel(filter)}
                </option>
              ))}
          </Select>
        </div>
      )}
    </div>
  );
}
