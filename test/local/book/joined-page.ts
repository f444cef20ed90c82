import { Model } from "@odoo/o-spreadsheet";
import type { Book } from "../../../local/book/book.ts";
import { type Getters, quietly } from "../../../local/book/engine.ts";
import type { HubMessage } from "../../../local/book/hub.ts";
import { PageFormulas } from "../../../local/book/page-formulas.ts";
import type { Person } from "../../../local/book/person.ts";
import { exportWorkbook } from "../../../local/book/saved-book.ts";

const through = <T>(message: T): T => JSON.parse(JSON.stringify(message));

export interface Page {
  model: Model;
  /** Holds messages back in both directions until released, as a slow line would. */
  hold(): void;
  release(): void;
  type(xc: [column: number, row: number], content: string): void;
  cells(): object;
}

/** A page as the workbench joins one: its own model, fed with JSON. */
export function joinPage(book: Book, id: string, person?: () => Person): Page {
  const data = through(book.pageData());
  const formulas = new PageFormulas(data, () => 46_000, person);
  const queue: (() => void)[] = [];
  let isHeld = false;
  const pass = (step: () => void) => {
    if (isHeld) queue.push(step);
    else step();
  };
  const model = quietly(
    () =>
      new Model(data, {
        client: { id, name: id },
        custom: formulas.custom,
        transportService: {
          sendMessage: async (message) => pass(() => book.hub.accept(through(message) as HubMessage)),
          onNewMessage: (_, listen) => {
            book.hub.listeners.add((message) => {
              const copy = through(message);
              pass(() => quietly(() => listen(copy as never)));
            });
          },
          leave: () => {},
        },
      }),
  );
  formulas.begin(model, [{ name: "ECHO", params: ["x"], doc: "" }]);
  book.onFormulaResult((key, result) => quietly(() => formulas.accept(key, result)));
  return {
    model,
    hold: () => {
      isHeld = true;
    },
    release: () => {
      isHeld = false;
      for (const step of queue.splice(0)) step();
    },
    type: ([col, row], content) =>
      quietly(() => {
        model.dispatch("UPDATE_CELL", { sheetId: "0", col: col - 1, row: row - 1, content });
      }),
    cells: () => (exportWorkbook(model) as { huntsheet: object }).huntsheet,
  };
}

export const cellsOf = (book: Book) => (exportWorkbook(book.model) as { huntsheet: object }).huntsheet;
export const shown = (page: Page, row: number, col: number) =>
  (page.model.getters as unknown as Getters).getEvaluatedCell({ sheetId: "0", row: row - 1, col: col - 1 })
    .formattedValue;
