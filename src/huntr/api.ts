import type { Api } from "../core/api.ts";
import { huntrErrors, huntrMessage } from "./errors.ts";

/** Huntr's Organization API. */
export const huntrApi: Api = {
  name: "Huntr",
  id: "huntr",
  base: "https://api.huntr.co/org",
  keyWords: "access token",
  authHeader: (key) => ({ authorization: `Bearer ${key}` }),
  keyless: [],
  activityNames: {},
  answers: huntrErrors,
  // The text names no rate, only that 429 means 'Slow down!': a limit of our own, at which a listing of 20,000 takes
  // three seconds. What is turned away costs more time than what is not asked.
  rates: [{ pathPrefix: "", perSecond: 20, perMinute: 1_200, secondMs: 1_100 }],
  messageIn: huntrMessage,
};
