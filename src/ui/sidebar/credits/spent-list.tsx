import { titleOfPayer } from "../../../core/payer.ts";
import { POOLS } from "../../../hunter/plan.ts";
import type { Amounts, Credits } from "../../calls.ts";
import { countedCredits, instantText } from "../parts/numbers.ts";

/** What credits went into, the latest first. */
export function SpentList({ spent }: Pick<Credits, "spent">) {
  if (spent.length === 0) return <p class="help">Nothing yet, as far as this spreadsheet knows.</p>;
  return (
    <ul class="spent">
      {[...spent]
        .sort((a, b) => b.lastMs - a.lastMs)
        .map((one) => (
          <li key={one.what}>
            <p class="line">
              <span>{titleOfPayer(one.what)}</span>
              <span class="value">{amountText(one)}</span>
            </p>
            <p class="help">
              {whose(one)} {instantText(one.lastMs)}
            </p>
          </li>
        ))}
    </ul>
  );
}

function whose({ what, isMine }: Credits["spent"][number]): string {
  if (isMine !== null) return isMine ? "You," : "A colleague,";
  return what.startsWith("HUNTER_") ? "Formulas, last" : "A run, last";
}

/** "12 verifications", "1 search, 3 verifications" */
export function amountText(amounts: Amounts): string {
  const parts = POOLS.flatMap((pool) => (amounts[pool] ? [countedCredits(amounts[pool], pool)] : []));
  return parts.join(", ") || "nothing";
}
