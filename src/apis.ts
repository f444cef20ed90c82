import type { Api } from "./core/api.ts";
import type { Client } from "./core/client.ts";
import { createClient } from "./core/client.ts";
import { keyFor } from "./core/keys.ts";
import { createPacer } from "./core/pacing.ts";
import type { Ports } from "./core/ports.ts";
import { hunterApi } from "./hunter/api.ts";
import { huntrApi } from "./huntr/api.ts";

export const apis: { readonly [id in Api["id"]]: Api } = { huntr: huntrApi, hunter: hunterApi };

/**
 * Clients with the keys of the person at hand; without one, calls fail with a sentence. A key is looked up once: each
 * look costs a service call.
 * @param keys those that are known already, such as one that is only being tried out
 */
export function clientsOf(
  ports: Ports,
  keys = new Map<Api["id"], string | null>(),
): (id: Api["id"], deadlineMs: number) => Client {
  return (id, deadlineMs) => {
    const api = apis[id];
    const key = keys.has(id) ? (keys.get(id) ?? null) : keyFor(id, ports);
    keys.set(id, key);
    return createClient(api, { ports, pacer: createPacer(ports, api), key, deadlineMs });
  };
}
