import { useState } from "preact/hooks";
import type { ImportPreview, SendRecord } from "../../calls.ts";
import { Button } from "../parts/button.tsx";
import type { CallFailure } from "../parts/call-failure.ts";
import { useFocus } from "../parts/focus.ts";
import { FailureNotice } from "../parts/notice.tsx";
import { countText } from "../parts/numbers.ts";
import { Select } from "../parts/select.tsx";
import type { Server } from "../parts/server.ts";

/** Records that are little more than a name. */
const KINDS = {
  "huntr.member-fields": { what: "member field", key: "name", api: "Huntr" },
  "hunter.leads-lists": { what: "leads list", key: "name", api: "Hunter" },
  "hunter.custom-attributes": { what: "custom attribute", key: "label", api: "Hunter" },
} as const;

/** What a member field may hold: several choices only where there is such a field already, for not every Huntr has them. */
function typesFor(fields: readonly SendRecord[]) {
  const hasSeveral = fields.some(({ fieldType }) => fieldType === "MULTIPLE_SELECT");
  return (
    <>
      <option value="TEXT">Text</option>
      <option value="NUMBER">Number</option>
      <option value="DATE">Date</option>
      <option value="MULTIPLE_CHOICE">{hasSeveral ? "One choice" : "Choices"}</option>
      {hasSeveral && <option value="MULTIPLE_SELECT">Several choices</option>}
    </>
  );
}

export type MadeTable = keyof typeof KINDS;

export interface RecordsProps {
  readonly table: MadeTable;
  readonly server: Server;
  readonly records: readonly SendRecord[];
  /** A name to begin with. */
  readonly suggestion?: string;
  /** @param name of the one that was made. */
  readonly onRecords: (records: readonly SendRecord[], name?: string) => void;
}

/** Calls that change records, one at a time, with what went wrong. */
function useChanges({ table, server, onRecords }: RecordsProps) {
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<{ failure: CallFailure; again: () => void } | null>(null);
  const attempt = async (task: () => Promise<void>): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setFailed(null);
    try {
      await task();
    } catch (failure) {
      setFailed({ failure: failure as CallFailure, again: () => void attempt(task) });
    }
    setBusy(false);
  };
  return {
    isBusy,
    attempt,
    change: (id: string, body: object | null, then: () => void, name?: string) =>
      attempt(async () => {
        onRecords(await server.changeRecord(table, id, JSON.stringify(body)), name);
        then();
      }),
    notice: (
      <div role="status">{failed && <FailureNotice failure={failed.failure} onAgain={failed.again} />}</div>
    ),
  };
}

/** Makes one, after the person has seen where. */
export function NewRecord(props: RecordsProps) {
  const { table, records, suggestion = "" } = props;
  const { what, key, api } = KINDS[table];
  const [name, setName] = useState<string | null>(null);
  const [type, setType] = useState("TEXT");
  const [choices, setChoices] = useState("");
  const { isBusy, change, notice } = useChanges(props);
  const id = `new-${table}`;
  if (name === null) {
    return (
      <button type="button" class="link" onClick={() => setName(suggestion)}>
        New {what}…
      </button>
    );
  }
  const wanted = name.trim();
  const isTaken = records.some((record) => String(record[key]).toLowerCase() === wanted.toLowerCase());
  const listed = choices.split("\n").map((line) => line.trim());
  const chosen = listed.filter((line, n) => line !== "" && listed.indexOf(line) === n);
  const isField = table === "huntr.member-fields";
  const isChoice = isField && /^MULTIPLE_/.test(type);
  const isOff = isBusy || isTaken || wanted === "" || (isChoice && chosen.length === 0);
  const make = () => {
    const body = {
      [key]: wanted,
      ...(isField ? { fieldType: type } : {}),
      ...(isChoice ? { choices: chosen } : {}),
    };
    if (!isOff) void change("", body, () => setName(null), wanted);
  };
  return (
    <fieldset class="question new-record">
      <legend class="unseen">New {what}</legend>
      <label class="field-label" for={id}>
        Name of the new {what}
      </label>
      <div class="field">
        <input
          id={id}
          class="field-input"
          type="text"
          value={name}
          autocomplete="off"
          ref={(input) => {
            if (input && !input.dataset.seen) input.focus();
            if (input) input.dataset.seen = "yes";
          }}
          onInput={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            make();
          }}
        />
      </div>
      {isField && (
        <>
          <label class="field-label" for={`${id}-type`}>
            Type
          </label>
          <Select id={`${id}-type`} value={type} onChange={setType}>
            {typesFor(records)}
          </Select>
        </>
      )}
      {isChoice && (
        <>
          <label class="field-label" for={`${id}-choices`}>
            Choices, one a line
          </label>
          <textarea
            id={`${id}-choices`}
            class="field choices-input"
            rows={4}
            value={choices}
            onInput={(event) => setChoices(event.currentTarget.value)}
          />
        </>
      )}
      <p class="help below">
        {isTaken
          ? `There is a ${what} of this name.`
          : `It is made in your ${api} account, for everybody who uses it.`}
        {isField && " Huntr has no call that renames or deletes a field, or adds a choice to it."}
      </p>
      {notice}
      <div class="buttons">
        <Button isOff={isOff} onClick={make}>
          {isBusy ? "Making…" : `Make it in ${api}`}
        </Button>
        <Button look="quiet" onClick={() => setName(null)}>
          Cancel
        </Button>
      </div>
    </fieldset>
  );
}

/** All of a table, each of which can be renamed or deleted. */
export function RecordList(props: RecordsProps) {
  const { table, server, records } = props;
  const { what, key } = KINDS[table];
  /** What is under way with one of them: its new name, or the question whether it is to go. */
  const [at, setAt] = useState<{ id: string; name?: string; leads?: LeadsOn } | null>(null);
  const { isBusy, attempt, change, notice } = useChanges(props);
  const { moveTo, at: part } = useFocus();
  /** Back to where it began; what was deleted is gone, and the list itself gets the keyboard. */
  const close = (to = "list") => {
    setAt(null);
    moveTo(to);
  };
  /** Asks how many leads hang on it, then whether it is to go all the same. */
  const ask = (record: SendRecord) => {
    const filters =
      table === "hunter.leads-lists"
        ? { leads_list_id: record.id }
        : { [`custom_attributes[${record.slug}]`]: "*" };
    void attempt(async () => {
      const spec = JSON.stringify({ kind: "import", table: "hunter.leads", filters });
      setAt({ id: String(record.id), leads: await server.previewImport(spec) });
    });
  };
  return (
    <div class="records">
      <ul class="rows" aria-label={`Your ${what}s`} tabIndex={-1} ref={part("list")}>
        {records.map((record) => {
          const id = String(record.id);
          const name = String(record[key]);
          const open = at?.id === id ? at : null;
          const typed = open?.name;
          if (typed !== undefined) {
            const cancel = () => close(`rename ${id}`);
            const rename = () => {
              if (!isBusy && typed.trim() !== "") void change(id, { [key]: typed.trim() }, cancel);
            };
            return (
              <li key={id}>
                <div class="field">
                  <input
                    class="field-input"
                    type="text"
                    aria-label={`New name of ${name}`}
                    value={typed}
                    ref={part(`name ${id}`)}
                    onInput={(event) => setAt({ id, name: event.currentTarget.value })}
                    onKeyDown={(event) => {
                      if (event.key !== "Enter" && event.key !== "Escape") return;
                      // The form around it would check the rows.
                      event.preventDefault();
                      if (event.key === "Enter") rename();
                      else cancel();
                    }}
                  />
                </div>
                <div class="buttons">
                  <Button isOff={isBusy || typed.trim() === ""} onClick={rename}>
                    Rename
                  </Button>
                  <Button look="quiet" onClick={cancel}>
                    Cancel
                  </Button>
                </div>
              </li>
            );
          }
          return (
            <li key={id}>
              <div class="record">
                <span>{name}</span>
                <Button
                  look="quiet"
                  isOff={isBusy}
                  label={`Rename ${name}`}
                  buttonRef={part(`rename ${id}`)}
                  onClick={() => {
                    setAt({ id, name });
                    moveTo(`name ${id}`);
                  }}
                >
                  Rename
                </Button>
                <Button look="quiet" isOff={isBusy} label={`Delete ${name}…`} onClick={() => ask(record)}>
                  Delete…
                </Button>
              </div>
              {open && (
                <div role="alert">
                  <p class="help">
                    Delete the {what} "{name}"? {hangingText(open.leads, table)} It cannot be taken back.
                  </p>
                  <div class="buttons">
                    <Button isOff={isBusy} onClick={() => void change(id, null, () => close())}>
                      Delete it
                    </Button>
                    <Button look="quiet" onClick={() => close(`rename ${id}`)}>
                      Keep it
                    </Button>
                  </div>
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {notice}
      <NewRecord {...props} />
    </div>
  );
}

/** How many leads hang on a record: not told, so many, or no more than so many. */
type LeadsOn = Pick<ImportPreview, "total" | "most">;

function hangingText(on: LeadsOn | undefined, table: MadeTable): string {
  const { total = null, most } = on ?? {};
  const leads = total ?? most;
  if (leads === undefined) return "Hunter does not say how many leads hang on it.";
  const counted = `${total === null ? "Up to " : ""}${leads === 1 ? "1 lead" : `${countText(leads)} leads`}`;
  if (table === "hunter.leads-lists") return `${counted} ${leads === 1 ? "is" : "are"} on it.`;
  return `${counted} ${leads === 1 ? "has" : "have"} a value for it, which goes with it.`;
}
