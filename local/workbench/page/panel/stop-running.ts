import type { Connection } from "../connection.ts";
import { button, byId } from "../element.ts";

/** A short execution is over before anyone could press it. */
const SHOWN_AFTER_MS = 500;

/** "Stop" behind the line that says what runs: ends all that this window sees running. */
export class StopRunning {
  private readonly running = new Set<number>();
  private readonly stop: HTMLButtonElement;
  private timer = 0;

  constructor(connection: Connection) {
    const stop = () =>
      connection.send({ type: "panel wish", wish: { kind: "stop", ids: [...this.running] } });
    this.stop = button("Stop", stop, { id: "stop-running", "aria-label": "Stop what is running" });
    this.stop.hidden = true;
    byId("status").after(this.stop);
    connection.on("started", ({ id }) => {
      this.running.add(id);
      this.timer ||= window.setTimeout(() => {
        this.stop.hidden = false;
      }, SHOWN_AFTER_MS);
    });
    connection.on("ended", ({ id }) => {
      this.running.delete(id);
      if (this.running.size > 0) return;
      window.clearTimeout(this.timer);
      this.timer = 0;
      this.stop.hidden = true;
    });
  }
}
