import { lookups } from "../../../hunter/lookups.ts";
import type { LookupPreview, Pool } from "../../calls.ts";
import { Notice } from "../parts/notice.tsx";
import { countedCredits, countText, dateText } from "../parts/numbers.ts";
import type { LookupOrder } from "./draft.ts";
import { isCap, priceOf } from "./draft.ts";
import { countedQuestions, leftText, parameters } from "./words.ts";

interface PriceProps {
  readonly preview: LookupPreview;
  readonly order: LookupOrder;
  /** As typed. */
  readonly cap: string;
  readonly onCap: (cap: string) => void;
  readonly headingRef: (part: HTMLElement | null) => void;
}

/** What a look-up would come to, before anything is bought. */
export function Price({ preview, order, cap, onCap, headingRef }: PriceProps) {
  const { rows, done, hidden, distinct, alreadyPaid, toBuy, invalid, pool, account, first } = preview;
  const { lookup } = order;
  const price = priceOf(preview, order);
  const lines: readonly (readonly [string, string] | null)[] = [
    ["Rows with something to look up", countText(rows)],
    done > 0 ? ["Left alone: they have a result", countText(done)] : null,
    hidden > 0 ? ["Hidden: left out", countText(hidden)] : null,
    invalid > 0 ? ["Not usable: they get a sentence", countText(invalid)] : null,
    [`Different ${countedQuestions(lookup, 2).slice(2)}`, countText(distinct)],
    pool && alreadyPaid > 0 ? ["Paid for before: free", countText(alreadyPaid)] : null,
    pool ? ["To buy", countText(toBuy)] : null,
  ];
  return (
    <section aria-label="Price">
      <h2 tabIndex={-1} ref={headingRef}>
        {headline(preview, order, price)}
      </h2>
      <dl class="facts">
        {lines.map(
          (line) =>
            line && (
              <div key={line[0]} class="line">
                <dt>{line[0]}</dt>
                <dd class="value">{line[1]}</dd>
              </div>
            ),
        )}
      </dl>
      {pool && (
        <p class="help below">
          {account
            ? `Your plan has ${leftText(account, pool)}.`
            : "Hunter did not say what your plan has left."}
        </p>
      )}
      {pool && account && price > account.left && (
        <div class="below">
          <Notice tone="warning">
            <p>
              That is less than this may cost. With {countedCredits(account.left, pool)} it stops there, with
              all results kept
              {account.resetDate && `, and can go on after ${dateText(account.resetDate)}`}.
            </p>
          </Notice>
        </div>
      )}
      {pool && price > 0 && <Cap pool={pool} cap={cap} onCap={onCap} />}
      <FirstRows lookup={lookup} first={first} inputs={Object.keys(order.inputs)} />
    </section>
  );
}

/** "42 verifications at most", "Nothing to buy" */
function headline(preview: LookupPreview, { lookup, filters }: LookupOrder, price: number): string {
  const { rows, distinct, invalid, pool } = preview;
  if (rows === 0) return "Nothing to look up";
  if (distinct === 0) return invalid > 0 ? "Nothing that can be asked" : "All rows have a result";
  if (!pool) return `${countedQuestions(lookup, distinct)}, free`;
  if (price === 0) return "Nothing to buy";
  const isOpen = lookup === "domain" && filters?.limit === undefined;
  return `${isOpen ? "About " : ""}${countedCredits(price, pool)}${isOpen ? "" : " at most"}`;
}

interface CapProps {
  readonly pool: Pool;
  readonly cap: string;
  readonly onCap: (cap: string) => void;
}

function Cap({ pool, cap, onCap }: CapProps) {
  const isWrong = !isCap(cap);
  return (
    <>
      <label class="field-label" for="cap">
        Spend at most ({pool})
      </label>
      <div class={`field${isWrong ? " wrong" : ""}`}>
        <input
          id="cap"
          class="field-input"
          type="text"
          inputMode="numeric"
          value={cap}
          autocomplete="off"
          aria-invalid={isWrong}
          aria-describedby="cap-help"
          onInput={(event) => onCap(event.currentTarget.value)}
        />
      </div>
      <p id="cap-help" class="help">
        {isWrong ? (
          <span class="wrong">Give a number.</span>
        ) : (
          "It stops there, with all results kept. Left blank, there is no cap."
        )}
      </p>
    </>
  );
}

interface FirstRowsProps extends Pick<LookupPreview, "first"> {
  readonly lookup: LookupOrder["lookup"];
  readonly inputs: readonly string[];
}

/** Text only: nothing in a cell is ever taken for markup. */
function FirstRows({ lookup, first, inputs }: FirstRowsProps) {
  if (first.length === 0) return null;
  const problems = first.flatMap(({ row, problem }) => (problem === null ? [] : [`Row ${row}: ${problem}`]));
  return (
    <>
      <h3 class="below">First rows</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <section class="sheet" tabIndex={0} aria-label={`First rows: ${lookups[lookup].title}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">Row</th>
              {inputs.map((parameter) => (
                <th key={parameter} scope="col">
                  {parameters[parameter]?.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {first.map((one) => (
              <tr key={one.row}>
                <td class="number">{one.row}</td>
                {inputs.map((parameter) => (
                  <td key={parameter} class={one.problem === null ? undefined : "wrong"}>
                    {one.inputs[parameter]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {problems.map((problem) => (
        <p key={problem} class="help">
          <span class="wrong">{problem}</span>
        </p>
      ))}
    </>
  );
}
