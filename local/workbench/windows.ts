import type { WebSocket } from "ws";
import type { PageMessage, ServerMessage } from "./messages.ts";

/** One open page, and who acts in it. */
export interface Window {
  user: string;
  /** The number of the tab that it shows, once it has said so. */
  sheet: number | undefined;
  send(message: ServerMessage): void;
}

/** All open pages. */
export class Windows {
  private readonly open = new Set<Window>();

  /** `hear` gets what the page sends, from the first message on. */
  add(socket: WebSocket, user: string, hear: (window: Window, message: PageMessage) => void): Window {
    const window: Window = {
      user,
      sheet: undefined,
      send: (message) => socket.send(JSON.stringify(message)),
    };
    this.open.add(window);
    socket.on("close", () => this.open.delete(window));
    socket.on("message", (data) => hear(window, JSON.parse(String(data)) as PageMessage));
    return window;
  }

  [Symbol.iterator](): IterableIterator<Window> {
    return this.open.values();
  }

  /** To every page; to those of one person when `user` is given. Returns how many got it. */
  send(message: ServerMessage, user?: string): number {
    let count = 0;
    for (const window of this.open) {
      if (user !== undefined && window.user !== user) continue;
      window.send(message);
      count += 1;
    }
    return count;
  }
}
