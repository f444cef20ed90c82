import { assertInput, InputError } from "../../core/errors.ts";
import { idNamed } from "../../core/named-id.ts";
import type { Json, JsonObject } from "../../core/ports.ts";
import { namedTarget } from "../claims.ts";
import type { RunKind } from "../kind.ts";
import { NO_RUN } from "../row-marks.ts";
import type { PushSpec, Run } from "../run.ts";
import { entryOf, type Work } from "../work.ts";
import { checkedIn } from "./checked.ts";
import { meantIn, PushSheet, unqueue, VOLATILE } from "./sheet.ts";
import { PushSlice } from "./slice.ts";
import { pushOf, pushSpec } from "./spec.ts";

/** A person waits for it. */
const READ_MS = 20_000;

/** Sends rows of the user's sheet out to an API, each once. */
export const pushing: RunKind<"push"> = {
  begin: (fields, work) => {
    const { spec, sheet } = beginPush(fields, work);
    const { title, verb, keeps } = pushOf(spec.push, work);
    const { checked = null } = fields;
    const isExact = spec.rows !== undefined || checked !== null;
    const chosen = isExact ? meantIn(lookOf(spec, sheet, work)) : null;
    const was = checked === null ? null : checkedIn(String(checked));
    assertInput(
      was === null || was.meant === chosen,
      `The rows were changed since they were checked. Check them again, then send. ${VOLATILE}`,
    );
    return {
      spec,
      what: `${title} from ${sheet.name}`,
      unit: "rows",
      writes: keeps ? [namedTarget(keeps.sheet, work.book)] : [],
      sheet,
      state: {
        isMarked: false,
        chosen,
        ...(was?.sends === undefined ? {} : { sends: was.sends }),
        looks: 0,
        who: null,
        rows: "",
      },
      counts: { [verb]: 0, skipped: 0, failed: 0 },
    };
  },
  advance: (run, work, lease, deadlineMs) => new PushSlice(run, work, lease, deadlineMs).advance(),
  leave: (run, work) => unqueue(PushSheet.of(run, work, false)),
  takenOver: {},
};

/** A look at the sheet before there is a run, which writes nothing. @throws InputError, TableFault */
export function lookAt(fields: JsonObject, work: Work): PushSheet {
  const { spec, sheet } = beginPush(fields, work);
  return lookOf(spec, sheet, work);
}

function beginPush(fields: JsonObject, work: Work) {
  const spec = withIds(pushSpec(fields, work), work);
  const found = work.book.sheetByName(spec.sheet);
  if (!found) throw new InputError(`There is no sheet "${spec.sheet}".`);
  return { spec, sheet: { id: found.id, name: found.name() } };
}

/** Marks and outcomes name a record by its id: whoever gives its name means the same one. @throws InputError, ApiError */
function withIds(spec: PushSpec, work: Work): PushSpec {
  const { named = {}, api } = pushOf(spec.push, work);
  const { constants = {} } = spec;
  const ids: { [field: string]: Json } = {};
  for (const [field, table] of Object.entries(named)) {
    const wanted = String(constants[field] ?? "");
    // An id of Hunter's, or of Huntr's.
    if (/^(\d*|[\da-f]{24})$/i.test(wanted)) continue;
    const client = work.client(api, work.ports.clock.nowMs() + READ_MS);
    ids[field] = idNamed(wanted, entryOf(work.entries, table), client);
  }
  return Object.keys(ids).length > 0 ? { ...spec, constants: { ...constants, ...ids } } : spec;
}

function lookOf(spec: PushSpec, sheet: NonNullable<Run["sheet"]>, work: Work): PushSheet {
  return PushSheet.of({ id: NO_RUN, spec, sheet }, work, false);
}
