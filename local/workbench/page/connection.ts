import type { PageMessage, ServerMessage } from "../messages.ts";

type Listener<Type extends ServerMessage["type"]> = (message: Extract<ServerMessage, { type: Type }>) => void;

/**
 * The page's line to the server. Messages that come in before `start()` wait, so that none between the snapshot
 * and the mounted grid is lost.
 */
export class Connection {
  private readonly listeners = new Map<string, ((message: ServerMessage) => void)[]>();
  private waiting: ServerMessage[] | null = [];
  private beforeScripts = () => {};

  private constructor(private readonly socket: WebSocket) {
    socket.addEventListener("message", ({ data }) => {
      const message = JSON.parse(String(data)) as ServerMessage;
      if (this.waiting) this.waiting.push(message);
      else this.deliver(message);
    });
  }

  static open(): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://${location.host}/line`);
      const connection = new Connection(socket);
      socket.addEventListener("open", () => resolve(connection));
      socket.addEventListener("error", () => reject(new Error("The workbench's server does not answer.")));
    });
  }

  on<Type extends ServerMessage["type"]>(type: Type, listener: Listener<Type>): void {
    const list = this.listeners.get(type) ?? [];
    list.push(listener as (message: ServerMessage) => void);
    this.listeners.set(type, list);
  }

  onLost(listener: () => void): void {
    this.socket.addEventListener("close", listener);
  }

  /** Called before anything is sent that starts a script: what it has to know is told first. */
  onScript(tellFirst: () => void): void {
    this.beforeScripts = tellFirst;
  }

  send(message: PageMessage): void {
    if (message.type === "menu click" || message.type === "call") this.beforeScripts();
    this.socket.send(JSON.stringify(message));
  }

  /** Delivers what came in so far, and from now on whatever comes. */
  start(): void {
    const waiting = this.waiting ?? [];
    this.waiting = null;
    for (const message of waiting) this.deliver(message);
  }

  private deliver(message: ServerMessage): void {
    for (const listener of this.listeners.get(message.type) ?? []) listener(message);
  }
}
