// Loaded first in every process and thread of a run on another day (see ../days.mjs). How far that day is stands in this
// module's own address: some threads are given no environment.
import { shiftDate } from "./shifted-date.mjs";

shiftDate(globalThis, Number(new URL(import.meta.url).searchParams.get("ms")));
