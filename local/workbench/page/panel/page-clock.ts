import type { Snapshot } from "../../messages.ts";
import type { Connection } from "../connection.ts";

/** The book's clock as the page knows it: it runs on by itself until the server says that it was moved. */
export class PageClock {
  private aheadMs: number;

  constructor(connection: Connection, snapshot: Snapshot) {
    this.aheadMs = snapshot.nowMs - Date.now();
    connection.on("clock", ({ nowMs }) => {
      this.aheadMs = nowMs - Date.now();
    });
  }

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now() + this.aheadMs;
  }
}
