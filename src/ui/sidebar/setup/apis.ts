import { TRIAL_KEY } from "../../../hunter/trial-key.ts";
import type { ApiName } from "../../calls.ts";

/** What the person has to know to find a key, in the words that each service uses on its own pages. */
export interface ApiWords {
  readonly api: ApiName;
  readonly name: string;
  readonly whatFor: string;
  readonly keyName: string;
  readonly where: string;
  /** A key that works without an account, when the service has one. */
  readonly trialKey?: string;
}

export const APIS: readonly ApiWords[] = [
  {
    api: "huntr",
    name: "Huntr",
    whatFor: "Your members, their jobs and activities.",
    keyName: "Access token",
    where: "Huntr admin dashboard → Developers → Access tokens",
  },
  {
    api: "hunter",
    name: "Hunter",
    whatFor: "E-mail addresses, verifications and leads.",
    keyName: "API key",
    where: "hunter.io → Dashboard → API",
    trialKey: TRIAL_KEY,
  },
];
