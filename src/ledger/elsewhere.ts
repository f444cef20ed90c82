import { digest } from "../core/digest.ts";
import { LONGEST_SECONDS, type Ports } from "../core/ports.ts";
import { type ResultLine, stemOf } from "./result-line.ts";

const PREFIX = "bought.";
const SEPARATOR = " ";
const DIGEST_LENGTH = 8;

type ElsewherePorts = Pick<Ports, "fileStore" | "sharedStore" | "claims" | "uuid" | "warn">;

/**
 * What was bought and waits in a journal that an add-on's clock trigger cannot see (facts, 4.3): no more than digests
 * of the questions, for whoever's trigger comes by. In the buyer's own store they last until the journal is moved;
 * for everybody else they are in the cache for some hours. In a bound script there is nothing of the kind.
 */
export class BoughtElsewhere {
  constructor(private readonly ports: ElsewherePorts) {}

  /** Tells triggers of lines that go into the journal. */
  note(lines: readonly ResultLine[]): void {
    const { claims, fileStore, uuid, warn } = this.ports;
    if (!claims || lines.length === 0) return;
    const marks = [...new Set(lines.map(markOf))];
    claims.putAll(Object.fromEntries(marks.map((mark) => [PREFIX + mark, "1"])), LONGEST_SECONDS);
    try {
      fileStore.set(PREFIX + uuid().slice(0, 8), marks.join(SEPARATOR));
    } catch (error) {
      // Without room for it the cache knows, for some hours.
      warn((error as Error).message);
    }
  }

  /** To be called when the journal is empty. */
  clear(lines: readonly ResultLine[]): void {
    const { claims, fileStore } = this.ports;
    if (!claims) return;
    claims.remove([...new Set(lines.map(markOf))].map((mark) => PREFIX + mark));
    for (const name of Object.keys(fileStore.getAll())) if (name.startsWith(PREFIX)) fileStore.remove(name);
  }

  /** Which of these questions are answered in a journal that is out of sight here. */
  among(questions: readonly Pick<ResultLine, "lookup" | "key">[]): ReadonlySet<string> {
    const { claims, fileStore, sharedStore } = this.ports;
    if (!claims || sharedStore || questions.length === 0) return new Set();
    const marks = new Map(questions.map((question) => [markOf(question), question.key]));
    const known = new Set<string>();
    for (const [name, text] of Object.entries(fileStore.getAll()))
      if (name.startsWith(PREFIX)) for (const mark of text.split(SEPARATOR)) known.add(mark);
    const names = [...marks.keys()].map((mark) => PREFIX + mark);
    for (const name of Object.keys(claims.getAll(names))) known.add(name.slice(PREFIX.length));
    return new Set([...marks].flatMap(([mark, key]) => (known.has(mark) ? [key] : [])));
  }
}

function markOf(question: Pick<ResultLine, "lookup" | "key">): string {
  return digest(stemOf(question)).slice(0, DIGEST_LENGTH);
}
