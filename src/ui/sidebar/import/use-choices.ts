import { useRef, useState } from "preact/hooks";
import type { Choice } from "../../calls.ts";
import type { CallFailure } from "../parts/call-failure.ts";
import type { Server } from "../parts/server.ts";

/** What is known so far of a table's records by name. */
export interface KnownChoices {
  readonly choices: readonly Choice[];
  /** Where the rest is: "" while nothing was asked for, null when there is no more. */
  readonly next: string | null;
  readonly isReading: boolean;
  readonly failure: CallFailure | null;
}

export interface ChoiceBook {
  of(table: string): KnownChoices;
  /** Asks for the next ones, unless they are on their way or there are none; after a failure only when told to. */
  readOn(table: string, again?: boolean): void;
}

const NOTHING: KnownChoices = { choices: [], next: "", isReading: false, failure: null };

/** Names to choose among, each table's asked for once while the sidebar is open, and no more of it than is looked at. */
export function useChoices(server: Server): ChoiceBook {
  const tables = useRef(new Map<string, KnownChoices>()).current;
  const [, redraw] = useState(0);
  const of = (table: string) => tables.get(table) ?? NOTHING;
  const change = (table: string, known: Partial<KnownChoices>) => {
    tables.set(table, { ...of(table), ...known });
    redraw((n) => n + 1);
  };
  return {
    of,
    readOn(table, again = false) {
      const { next, isReading, failure } = of(table);
      if (isReading || next === null || (failure && !again)) return;
      change(table, { isReading: true, failure: null });
      server.choices(table, next).then(
        (more) => {
          // A list that grows while it is read may show one twice.
          const known = new Set(of(table).choices.map(({ id }) => id));
          const fresh = more.choices.filter(({ id }) => !known.has(id));
          change(table, { choices: [...of(table).choices, ...fresh], next: more.next, isReading: false });
        },
        (failure: CallFailure) => change(table, { failure, isReading: false }),
      );
    },
  };
}
