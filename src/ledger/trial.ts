import type { Client } from "../core/client.ts";

/** Made-up answers are never kept, and in the cache go by names of their own: a real key does not find them there. */
const PREFIX = "trial.";

export function trialPrefix({ isTrial }: Pick<Client, "isTrial">): string {
  return isTrial ? PREFIX : "";
}
