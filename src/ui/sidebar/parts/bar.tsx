interface BarProps {
  readonly label: string;
  /** The same in words, for those who do not see the bar. */
  readonly text: string;
  readonly done: number;
  /** null: not known; the bar moves instead of growing. */
  readonly total: number | null;
  readonly look?: "running" | "resting" | "nearly-used";
  /** A `meter` tells how much there is; a `progressbar` how far something got. */
  readonly role?: "progressbar" | "meter";
}

export function Bar({ label, text, done, total, look = "running", role = "progressbar" }: BarProps) {
  const share = total === null ? null : shareOf(done, total);
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles support them; the rule cannot see which it is
    <div
      class={`bar ${look}${share === null ? " unknown" : ""}`}
      role={role}
      aria-label={label}
      aria-valuetext={text}
      aria-valuemin={share === null ? undefined : 0}
      aria-valuemax={share === null ? undefined : 100}
      aria-valuenow={share === null ? undefined : share}
    >
      <div class="bar-done" style={share === null ? undefined : { width: `${share}%` }} />
    </div>
  );
}

/** In whole per cent. Nothing out of nothing is all of it. */
function shareOf(done: number, total: number): number {
  if (total <= 0) return 100;
  return Math.max(0, Math.min(100, Math.round((done / total) * 100)));
}
