import { clientsOf } from "../apis.ts";
import { entries } from "../entries.ts";
import { sheetFault } from "../gas/faults.ts";
import { currentWorld, type World } from "../gas/world.ts";
import { pushes } from "../pushes.ts";
import type { Work } from "../runs/work.ts";

/** What the work of runs and sidebars needs, on a file. */
export function workOf({ ports, book }: World): Work {
  return { ports, book, entries, pushes, sheetFault, client: clientsOf(ports) };
}

export function currentWork(): Work {
  return workOf(currentWorld());
}
