import type { WebhooksState } from "../../calls.ts";
import { countText, instantText, waitText } from "../parts/numbers.ts";

/** Whether Huntr rings, and how long tables take to follow. */
export function BellState({ state }: { readonly state: WebhooksState }) {
  const { lastBell, today, refused, lagMs, owner } = state;
  const lines: [string, string][] = [
    ["Last told by Huntr", lastBell === null ? "not yet" : instantText(Date.parse(lastBell))],
    ["Told today", `${countText(today)} times`],
    ["Tables followed within", lagMs === null ? "–" : waitText(Math.max(1, lagMs))],
    ["Refused", countText(refused)],
  ];
  return (
    <>
      {owner !== null && <p class="help">Read with the key of {owner}.</p>}
      {lines.map(([name, value]) => (
        <div class="line" key={name}>
          <span>{name}</span> <span class="value">{value}</span>
        </div>
      ))}
    </>
  );
}
