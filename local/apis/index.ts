/** The sample servers: Huntr and Hunter on the loopback address, with an organisation's data, for the stand-in and its tests. */
export { AS_OF_TODAY, OF_OLD, type Reading } from "./hunter/reading.ts";
export { type HunterOptions, type HunterServer, startHunter } from "./hunter/server.ts";
export { type HuntrOptions, type HuntrServer, startHuntr } from "./huntr/server.ts";
export { signedWebhook } from "./huntr/webhook.ts";
export { SAMPLE_NOW_MS, type SampleServer, sampleKeys } from "./sample-server.ts";
export type { Call } from "./wire/call.ts";
export type { Fault } from "./wire/faults.ts";
