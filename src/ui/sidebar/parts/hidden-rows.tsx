import { countText } from "./numbers.ts";

interface HiddenRowsProps {
  readonly count: number;
  readonly isTaken: boolean;
  readonly onTake: (isTaken: boolean) => void;
}

/** Says how many rows are hidden, and takes them along where that is wished for. */
export function HiddenRows({ count, isTaken, onTake }: HiddenRowsProps) {
  if (count === 0) return null;
  const said = count === 1 ? "1 hidden row is" : `${countText(count)} hidden rows are`;
  return (
    <>
      <label class="tick">
        <input type="checkbox" checked={isTaken} onChange={(event) => onTake(event.currentTarget.checked)} />
        <span>Include hidden rows</span>
      </label>
      <p class="help">
        {said} {isTaken ? "taken along" : "left out"}. What only a filter view hides counts as shown.
      </p>
    </>
  );
}
