import { useEffect, useState } from "preact/hooks";

const TICK_MS = 1_000;

/** The present, in milliseconds since 1970, redrawn each second while `isCounting`. */
export function useNowMs(isCounting: boolean): number {
  const [, redraw] = useState(0);
  useEffect(() => {
    if (!isCounting) return;
    const timer = setInterval(() => redraw((count) => count + 1), TICK_MS);
    return () => clearInterval(timer);
  }, [isCounting]);
  return Date.now();
}
