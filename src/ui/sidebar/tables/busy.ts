import { useState } from "preact/hooks";

/** Whether something of a card is being done, and how it is: one thing at a time. */
export function useBusy() {
  const [isBusy, setBusy] = useState(false);
  const during = async (work: Promise<unknown>) => {
    setBusy(true);
    await work;
    setBusy(false);
  };
  return { isBusy, during };
}
