import type { TablesState } from "../../calls.ts";

/** Asks for a change and shows what came of it; `said` is read out. Resolves to whether it was done. */
export type Ask = (call: () => Promise<TablesState>, said: string) => Promise<boolean>;
