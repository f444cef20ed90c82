import { useState } from "preact/hooks";
import type { TableRhythm } from "../../calls.ts";
import { Button } from "../parts/button.tsx";
import { Select } from "../parts/select.tsx";
import { DAYS, hourText } from "./words.ts";

interface ScheduleFormProps {
  /** What the fields' ids begin with. */
  readonly id: string;
  readonly schedule: TableRhythm | null;
  readonly isBusy: boolean;
  /** Whose schedule would be replaced, when it is a colleague's. */
  readonly owner: string | null;
  readonly onSave: (rhythm: TableRhythm | null) => Promise<void>;
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** Before people come to work, and at the beginning of their week. */
const USUAL = { hour: 7, day: 1 } as const;

const RHYTHMS = [
  ["", "Never"],
  ["hour", "Every hour"],
  ["day", "Every day"],
  ["week", "Every week"],
] as const;

export function ScheduleForm({ id, schedule, isBusy, owner, onSave }: ScheduleFormProps) {
  const [every, setEvery] = useState<string>(schedule?.every ?? "");
  const [hour, setHour] = useState(schedule?.hour ?? USUAL.hour);
  const [day, setDay] = useState(schedule?.day ?? USUAL.day);
  const rhythm = RHYTHMS.find(([value]) => value === every)?.[0] || null;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void onSave(rhythm && { every: rhythm, hour, day });
      }}
    >
      <label class="field-label" for={`${id}-every`}>
        Refresh
      </label>
      <Select id={`${id}-every`} value={every} onChange={setEvery}>
        {RHYTHMS.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </Select>
      {every === "week" && (
        <>
          <label class="field-label" for={`${id}-day`}>
            On
          </label>
          <Select id={`${id}-day`} value={String(day)} onChange={(value) => setDay(Number(value))}>
            {DAYS.map((word, value) => (
              <option key={word} value={String(value)}>
                {word}
              </option>
            ))}
          </Select>
        </>
      )}
      {(every === "week" || every === "day") && (
        <>
          <label class="field-label" for={`${id}-hour`}>
            In the hour from
          </label>
          <Select id={`${id}-hour`} value={String(hour)} onChange={(value) => setHour(Number(value))}>
            {HOURS.map((value) => (
              <option key={value} value={String(value)}>
                {hourText(value)}
              </option>
            ))}
          </Select>
        </>
      )}
      {owner && <p class="help">So far {owner} does this. When you save, your key and your trigger do it.</p>}
      <div class="buttons">
        <Button type="submit" look="primary" isOff={isBusy}>
          {isBusy ? "Saving…" : "Save"}
        </Button>
      </div>
    </form>
  );
}
