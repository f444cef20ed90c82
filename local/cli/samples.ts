import { type SampleServer, sampleKeys, startHunter, startHuntr } from "../apis/index.ts";
import type { BookFile } from "../runtime/book-file.ts";
import type { Route } from "../runtime/world.ts";

/** The two APIs: where the add-on looks for them, and what stands in for them. */
const APIS = [
  { name: "huntr", origin: "https://api.huntr.co", start: startHuntr },
  { name: "hunter", origin: "https://api.hunter.io", start: startHunter },
] as const;

/** Both APIs are themselves. */
export const LIVE_ROUTES: Readonly<Record<string, string>> = Object.fromEntries(
  APIS.map(({ origin }) => [origin, origin]),
);

/** The sample servers of one book: each starts at the first request for it, and what it holds is kept in the book. */
export class Samples {
  /** The APIs that the sample servers answer for. */
  readonly names: readonly ("huntr" | "hunter")[];
  readonly routes: Readonly<Record<string, Route>>;
  private readonly file: BookFile;
  private readonly started = new Map<string, SampleServer<unknown>>();

  /** @param given origins that lead elsewhere */
  constructor(file: BookFile, given: Readonly<Record<string, string>>) {
    this.file = file;
    const ours = APIS.filter(({ origin }) => !(origin in given));
    this.names = ours.map(({ name }) => name);
    this.routes = {
      ...given,
      ...Object.fromEntries(ours.map(({ name, origin, start }) => [origin, () => this.start(name, start)])),
    };
  }

  private async start(name: string, start: () => Promise<SampleServer<unknown>>): Promise<string> {
    const server = await start();
    if (this.file.servers[name] !== undefined) server.restore(this.file.servers[name]);
    this.started.set(name, server);
    return server.url;
  }

  /** The keys that the sample servers take, of those that answer here. */
  keys(): Partial<Record<"huntr" | "hunter", string>> {
    return Object.fromEntries(this.names.map((name) => [name, sampleKeys[name]]));
  }

  /** Writes what the servers hold into the book. */
  keep(): void {
    for (const [name, server] of this.started) this.file.servers[name] = server.state();
  }

  async close(): Promise<void> {
    await Promise.all([...this.started.values()].map((server) => server.close()));
  }
}
