import type { DataSource, Snapshot } from "../messages.ts";
import { confirmed } from "./confirmation.ts";
import type { Connection } from "./connection.ts";
import { byId } from "./element.ts";
import { popupMenu } from "./popup-menu.ts";

/** What the page always says about whose data it shows. */
export const DATA_SOURCES: Readonly<Record<DataSource, { readonly label: string; readonly detail: string }>> =
  {
    sample: {
      label: "Sample data",
      detail: "A made-up organisation on this machine. No account is used and nothing leaves this computer.",
    },
    live: {
      label: "Live: api.huntr.co, api.hunter.io",
      detail: "Requests go to Huntr and Hunter themselves, with your own keys.",
    },
    routed: { label: "Routed data", detail: "Requests go where --route says." },
  };

/** Why it cannot be moved on where requests go to Huntr and Hunter themselves. */
export const CLOCK_IS_REAL = "Live: this is the real time, which cannot be skipped.";

const GO_LIVE = {
  title: "Go live?",
  text: "A spreadsheet of its own opens, in which requests go to api.huntr.co and api.hunter.io with keys that you set there. Look-ups can cost credits, and invitations and campaigns reach real people. The sample spreadsheet stays as it is.",
  yes: "Go live",
};

/** The badge in the title row, which is also the switch. */
export function showDataSource(connection: Connection, { data, canReopen }: Snapshot): void {
  const badge = byId("data");
  const { label, detail } = DATA_SOURCES[data];
  badge.textContent = label;
  badge.title = detail;
  badge.classList.add(data);
  if (!canReopen || data === "routed") {
    badge.setAttribute("disabled", "");
    return;
  }
  const choose = async (wanted: "sample" | "live") => {
    if (wanted === data || (wanted === "live" && !(await confirmed(GO_LIVE)))) return;
    connection.send({ type: "reopen", how: { kind: "data", data: wanted } });
  };
  popupMenu(badge, "Where requests go", () =>
    (["sample", "live"] as const).map((source) => ({
      ...DATA_SOURCES[source],
      isChosen: source === data,
      choose: () => void choose(source),
    })),
  );
}
