import { plainText } from "./addresses.ts";
import { assertInput } from "./errors.ts";
import type { Ports } from "./ports.ts";

type KeyPorts = Pick<Ports, "userStore" | "sharedStore">;

const OWN = "key.";
const SHARED = "shared-key.";

/** The key to call an API with: the person's own, else one that a colleague shared with this spreadsheet. */
export function keyFor(api: string, ports: KeyPorts): string | null {
  return ports.userStore.get(OWN + api) ?? ports.sharedStore?.get(SHARED + api) ?? null;
}

export function hasOwnKey(api: string, ports: KeyPorts): boolean {
  return ports.userStore.get(OWN + api) !== null;
}

export function isKeyShared(api: string, ports: KeyPorts): boolean {
  return (ports.sharedStore?.get(SHARED + api) ?? null) !== null;
}

/** One's shared copy of the old key is replaced too. @throws InputError for what cannot be a key */
export function saveKey(api: string, pasted: string, ports: KeyPorts): void {
  const isMine = isSharedByMe(api, ports);
  const key = keyIn(pasted);
  ports.userStore.set(OWN + api, key);
  if (isMine) ports.sharedStore?.set(SHARED + api, key);
}

/**
 * Pasted keys come with line ends, invisible signs and quotes, and with what stands before them in a manual: `Bearer …`,
 * `Authorization: Bearer …`, `X-API-KEY: …`, `?api_key=…`.
 * @throws InputError for what cannot be a key
 */
export function keyIn(pasted: string): string {
  const key = plainText(pasted)
    .replace(/^.*\bbearer(?:\s+|$)|^.*\b(authorization|api[-_ ]?key|token)["']?\s*[:=]/i, "")
    .replace(/[\s"'“”„«»]/g, "");
  assertInput(key !== "", "There is no key in what was pasted. Copy it again.");
  const odd = /[^!-~]/u.exec(key)?.[0];
  assertInput(
    odd === undefined,
    `A key has no "${odd}" in it, and what was pasted does. Copy the key again.`,
  );
  return key;
}

export function forgetKey(api: string, ports: KeyPorts): void {
  if (isSharedByMe(api, ports)) ports.sharedStore?.remove(SHARED + api);
  ports.userStore.remove(OWN + api);
}

/** What a colleague shared stays theirs: it is neither overwritten nor taken away along with one's own key. */
function isSharedByMe(api: string, { userStore, sharedStore }: KeyPorts): boolean {
  const own = userStore.get(OWN + api);
  return own !== null && sharedStore?.get(SHARED + api) === own;
}

/** @returns false when there is no key of one's own to share. */
export function shareKey(api: string, share: boolean, ports: KeyPorts): boolean {
  if (!share) {
    ports.sharedStore?.remove(SHARED + api);
    return true;
  }
  const key = ports.userStore.get(OWN + api);
  if (key === null) return false;
  ports.sharedStore?.set(SHARED + api, key);
  return true;
}
