import { useEffect, useRef, useState } from "preact/hooks";
import type { RunStatus, RunView } from "../../calls.ts";
import { resultText, STATUS_WORDS } from "./words.ts";

/** What to read out when runs changed: what became of them, not each count on the way. */
export function useAnnouncement(runs: readonly RunView[] | null): string {
  const before = useRef<ReadonlyMap<string, RunStatus> | null>(null);
  const [text, setText] = useState("");
  useEffect(() => {
    if (!runs) return;
    const known = before.current;
    const changed = known ? runs.filter(({ id, status }) => known.get(id) !== status) : [];
    before.current = new Map(runs.map(({ id, status }) => [id, status]));
    if (changed.length > 0) setText(changed.map(sentenceOf).join(" "));
  }, [runs]);
  return text;
}

function sentenceOf(run: RunView): string {
  const { what, status, error } = run;
  if (status === "done") return `${what}: done, ${resultText(run)}.`;
  if (status === "stopped" && error) return `${what}: stopped. ${error}`;
  return `${what}: ${STATUS_WORDS[status].toLowerCase()}.`;
}
