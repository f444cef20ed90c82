/** Of a UUID of version 4: its digits but for the two that are not all chance. */
const CHANCE = /^(.{12}).(...).(.{15})$/;

/** 128 bits of chance, as 32 hexadecimal digits. */
export function newSecret(uuid: () => string): string {
  const digits = () => uuid().replace(/-/g, "").replace(CHANCE, "$1$2$3");
  return (digits() + digits()).slice(0, 32);
}

/** Whether a text is the secret. How long that takes tells nothing of how much of it was right. */
export function isSameSecret(given: string, secret: string): boolean {
  let difference = given.length ^ secret.length;
  // Beyond the end of what was given there is NaN, which counts as 0 here.
  for (let i = 0; i < secret.length; i++) difference |= given.charCodeAt(i) ^ secret.charCodeAt(i);
  return difference === 0;
}
