import type { DataSource, Person, Snapshot } from "../messages.ts";
import type { Connection } from "./connection.ts";
import { CLOCK_IS_REAL, showDataSource } from "./data-source.ts";
import { byId } from "./element.ts";
import { popupMenu } from "./popup-menu.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How often the clock is written anew; it shows minutes. */
const CLOCK_TICK_MS = 1000;

/** The row above the menu: what is going on, whose data and clock this is, and who acts. */
export class Header {
  private readonly status = byId("status");
  private readonly avatar = byId("avatar");
  private readonly executions = new Map<number, string>();
  private saveState: string;
  private clockOffsetMs = 0;
  private acting = "";

  constructor(
    private readonly connection: Connection,
    snapshot: Snapshot,
  ) {
    this.saveState = `Saved to ${snapshot.savedTo}`;
    this.showStatus();
    this.setClock(snapshot.nowMs);
    showDataSource(connection, snapshot);
    this.wireAccounts(snapshot.people);
    this.wireClock(snapshot.data);
    connection.on("acting", ({ email }) => this.showActing(email));
    connection.on("clock", ({ nowMs }) => this.setClock(nowMs));
    connection.on("saving", () => this.showSave("Saving…"));
    connection.on("saved", () => this.showSave(`Saved to ${snapshot.savedTo}`));
    connection.on("save failed", () => this.showSave(`Could not save to ${snapshot.savedTo}`));
    connection.on("started", ({ id, name }) => {
      this.executions.set(id, name);
      this.showStatus();
    });
    connection.on("ended", ({ id }) => {
      this.executions.delete(id);
      this.showStatus();
    });
  }

  private showSave(text: string): void {
    this.saveState = text;
    this.showStatus();
  }

  private showStatus(): void {
    const names = [...new Set(this.executions.values())];
    const isWorking = names.length > 0;
    this.status.textContent = isWorking ? `Running ${names.join(", ")}…` : this.saveState;
    this.status.classList.toggle("working", isWorking);
  }

  private showActing(email: string): void {
    this.acting = email;
    this.avatar.textContent = email.slice(0, 1).toUpperCase();
    this.avatar.title = `Acting as ${email}`;
    byId("acting").textContent = email;
  }

  private wireAccounts(people: readonly Person[]): void {
    popupMenu(byId("account"), "Who is acting", () =>
      people.map(({ email, isOwner }) => ({
        label: email,
        detail: isOwner ? "Owner" : "Editor",
        isChosen: email === this.acting,
        choose: () => this.connection.send({ type: "act as", email }),
      })),
    );
  }

  private wireClock(data: DataSource): void {
    window.setInterval(() => this.showClock(), CLOCK_TICK_MS);
    if (data === "live") {
      const clock = byId("clock");
      clock.setAttribute("disabled", "");
      clock.title = CLOCK_IS_REAL;
      return;
    }
    const skip = (label: string, ms: number) => ({
      label,
      choose: () => this.connection.send({ type: "skip ahead", ms }),
    });
    popupMenu(byId("clock"), "The spreadsheet's clock. Triggers run when their time comes.", () => [
      skip("Skip ahead 1 hour", HOUR_MS),
      skip("Skip ahead 1 day", DAY_MS),
    ]);
  }

  private setClock(nowMs: number): void {
    this.clockOffsetMs = nowMs - Date.now();
    this.showClock();
  }

  private showClock(): void {
    const text = new Date(Date.now() + this.clockOffsetMs).toLocaleString("en-GB", {
      weekday: "short",
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      timeZone: "UTC",
    });
    byId("clock-text").textContent = `${text} UTC`;
  }
}
