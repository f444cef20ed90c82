import {
  AS_OF_TODAY,
  type HuntrServer,
  OF_OLD,
  SAMPLE_NOW_MS,
  type SampleServer,
  sampleKeys,
  startHunter,
  startHuntr,
} from "../apis/index.ts";
import type { BookFile } from "../runtime/book-file.ts";
import type { Route } from "../runtime/world.ts";

/** The two APIs: where the add-on looks for them, and what stands in for them, as the book has it. */
const APIS = [
  {
    name: "huntr",
    origin: "https://api.huntr.co",
    start: async ({ isToday, ...on }: Beginning, state: unknown) => {
      const server = await startHuntr({ ...on, reading: isToday ? "newer" : "older" });
      server.restore(state);
      if (isToday) addSkills(server);
      return server;
    },
  },
  {
    name: "hunter",
    origin: "https://api.hunter.io",
    start: async ({ isToday, ...on }: Beginning, state: unknown) => {
      const server = await startHunter({ ...on, reading: isToday ? AS_OF_TODAY : OF_OLD });
      server.restore(state);
      return server;
    },
  },
] as const;

/** A field of several choices, as organizations have them today, and some members' choices; once in a book. */
function addSkills(server: HuntrServer): void {
  const name = "Skills";
  if (server.data.memberFields.some((field) => field.name === name)) return;
  const choices = ["Sales", "Design", "Data, SQL"];
  const { id } = server.createMemberField({ name, fieldType: "MULTIPLE_SELECT", choices });
  server.data.members.forEach((member, i) => {
    const chosen = choices.filter((_, c) => (i >> c) % 2 === 1);
    if (chosen.length > 0) server.setFieldValue(member.id, id, chosen);
  });
}

/** Both APIs are themselves. */
export const LIVE_ROUTES: Readonly<Record<string, string>> = Object.fromEntries(
  APIS.map(({ origin }) => [origin, origin]),
);

/** How a sample server of a book begins: at the book's own day, whether its people go on from there, and by which text. */
interface Beginning {
  readonly now: number;
  readonly livesOn: boolean;
  readonly isToday: boolean;
}

type Start = (beginning: Beginning, state: unknown) => Promise<SampleServer<unknown>>;

/** The sample servers of one book: each starts at the first request for it, and what it holds is kept in the book. */
export class Samples {
  /** The APIs that the sample servers answer for. */
  readonly names: readonly ("huntr" | "hunter")[];
  readonly routes: Readonly<Record<string, Route>>;
  private readonly file: BookFile;
  private readonly beginning: Beginning;
  private readonly started = new Map<string, SampleServer<unknown>>();

  /**
   * @param given origins that lead elsewhere
   * @param livesOn in a book on the real clock the sample is as recent next month as it is today; on a virtual clock
   *   nothing happens that nobody did; `isToday`: they answer as of today
   */
  constructor(
    file: BookFile,
    given: Readonly<Record<string, string>>,
    { livesOn, isToday }: { readonly livesOn: boolean; readonly isToday: boolean },
  ) {
    this.file = file;
    // In files of before, what was done at the servers was done to the seed of that day.
    file.sampleNowMs ??= Object.keys(file.servers).length > 0 ? SAMPLE_NOW_MS : file.clockMs;
    this.beginning = { now: file.sampleNowMs, livesOn, isToday };
    const ours = APIS.filter(({ origin }) => !(origin in given));
    this.names = ours.map(({ name }) => name);
    this.routes = {
      ...given,
      ...Object.fromEntries(ours.map(({ name, origin, start }) => [origin, () => this.start(name, start)])),
    };
  }

  private async start(name: string, start: Start): Promise<string> {
    const server = await start(this.beginning, this.file.servers[name]);
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
