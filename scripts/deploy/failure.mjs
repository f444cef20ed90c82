/** Nothing was installed. The message says why, and what to do, for the person who ran the command. */
export class DeployFailure extends Error {
  /** @override */
  name = "DeployFailure";
}

const SETTINGS = "https://script.google.com/home/usersettings";
const AGAIN = "then run the same command again";

/**
 * What people have met, and what they are told. The first that fits counts; the numbers are threads of google/clasp.
 * @type {readonly [words: RegExp, sentence: string][]}
 */
const KNOWN = [
  // #244, #256, #1128
  [
    /has not enabled the Apps Script API/i,
    `The Apps Script API is off for this Google account. Switch it on at ${SETTINGS}, wait a few minutes, ${AGAIN}.`,
  ],
  // #208: who unticks a box when logging in has a login that may not do everything.
  [
    /insufficient (authentication scopes|permission)/i,
    `The login was not allowed everything that is needed. Run \`npx clasp login\`, tick every box, ${AGAIN}.`,
  ],
  // #35, #959, #1027
  [
    /invalid_grant|invalid_rapt|invalid authentication credentials|unauthenticated|No access, refresh token|reauth|credential/i,
    `Google does not accept the stored login any more. Run \`npx clasp login\`, ${AGAIN}.`,
  ],
  [
    /does not have sufficient permissions/i,
    `The account that is logged in may not change this script. \`npx clasp show-authorized-user\` says which account it is. Ask the owner to let it edit, or log in with another one, ${AGAIN}.`,
  ],
  // Node's words for what OpenSSL refuses, and its codes.
  [
    /certificate (has expired|is not yet valid)|CERT_(HAS_EXPIRED|NOT_YET_VALID)/i,
    `The connection to Google is not safe: a certificate is out of date. Look whether this computer's date and time are right, ${AGAIN}.`,
  ],
  [
    /self[- ]signed|(local issuer|verify the first|not match) certificate|SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER|VERIFY)|CERT_ALTNAME/i,
    `Something between this computer and Google shows a certificate of its own, as some offices' networks and virus scanners do. Ask whoever looks after it for that certificate, name its file in NODE_EXTRA_CA_CERTS, or use another network, ${AGAIN}.`,
  ],
  [
    /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|socket hang up|network|tunneling socket/i,
    `Google could not be reached. Look after the internet connection, ${AGAIN}.`,
  ],
  [
    /quota|rate limit|too many requests|internal error|unavailable|\b50[0234]\b/i,
    `Google had a fault of its own. Wait some minutes, ${AGAIN}.`,
  ],
];

/**
 * Of a script that is there already: it is another account's (#382, #573), or the id is not a script's (#1130).
 * @type {typeof KNOWN[number]}
 */
const UNKNOWN_SCRIPT = [
  /does not have permission|entity was not found|invalid ID/i,
  "Google knows no such script for the account that is logged in. Compare the script's id with the one under Project Settings; `npx clasp show-authorized-user` says which account it is.",
];

/**
 * @param {string} complaint of clasp, mostly in Google's words
 * @param {{ isNew: boolean }} o whether the script was to be made
 * @returns {string} one to three sentences
 */
export function reasonFor(complaint, { isNew }) {
  const known = [...KNOWN, ...(isNew ? [] : [UNKNOWN_SCRIPT])].find(([words]) => words.test(complaint));
  if (known) return known[1];
  return complaint === ""
    ? `Google refused, and did not say why. Wait some minutes, ${AGAIN}.`
    : `Google refused, and said: ${complaint}`;
}
