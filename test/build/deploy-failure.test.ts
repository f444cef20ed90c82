import { expect, it } from "vitest";
import { reasonFor } from "../../scripts/deploy/failure.mjs";

const OFF = "The Apps Script API is off for this Google account. ";

/** What people report that clasp ends with, and the beginning of what they read here. */
it.each<[string, boolean, string]>([
  ["User has not enabled the Apps Script API. Enable it by visiting …", true, OFF],
  ["User has not enabled the Apps Script API. Enable it by visiting …", false, OFF],
  ["Request had insufficient authentication scopes.", true, "The login was not allowed everything"],
  [
    "Insufficient Permission: Request had insufficient authentication scopes.",
    false,
    "The login was not allowed",
  ],
  ["invalid_grant", false, "Google does not accept the stored login any more."],
  ["reauth related error (invalid_rapt)", false, "Google does not accept the stored login any more."],
  [
    "Request had invalid authentication credentials. Expected OAuth 2 access token …",
    false,
    "Google does not accept",
  ],
  ["No access, refresh token, API key or refresh handler callback is set.", true, "Google does not accept"],
  ["No credentials found.", false, "Google does not accept"],
  ["Internal error encountered.", true, "Google had a fault of its own."],
  ["Quota exceeded for quota metric 'Management requests'", false, "Google had a fault of its own."],
  ["The service is currently unavailable.", false, "Google had a fault of its own."],
  ["Requested entity was not found.", true, "Google refused, and said: Requested entity was not found."],
  [
    "Requested entity was not found.",
    false,
    "Google knows no such script for the account that is logged in.",
  ],
  [
    "The caller does not have permission",
    false,
    "Google knows no such script for the account that is logged in.",
  ],
  ["Invalid ID", false, "Google knows no such script for the account that is logged in."],
  [
    "request to https://oauth2.googleapis.com/token failed, reason: getaddrinfo ENOTFOUND oauth2.googleapis.com",
    true,
    "Google could not be reached.",
  ],
  [
    "request to https://www.googleapis.com/ failed, reason: connect EHOSTUNREACH 142.250.1.95:443",
    false,
    "Google could not be reached.",
  ],
  [
    "request to https://www.googleapis.com/ failed, reason: connect ENETUNREACH 2a00:1450::1:443",
    true,
    "Google could not be reached.",
  ],
  ["connect ECONNREFUSED 127.0.0.1:443", true, "Google could not be reached."],
  [
    "request to https://oauth2.googleapis.com/token failed, reason: self-signed certificate in certificate chain",
    true,
    "Something between this computer and Google shows a certificate of its own",
  ],
  ["self signed certificate", false, "Something between this computer and Google shows"],
  ["unable to get local issuer certificate", false, "Something between this computer and Google shows"],
  ["unable to verify the first certificate", true, "Something between this computer and Google shows"],
  [
    "Hostname/IP does not match certificate's altnames: Host: script.googleapis.com.",
    true,
    "Something between this computer and Google shows",
  ],
  [
    "request to https://script.googleapis.com/ failed, reason: certificate has expired",
    false,
    "Look whether this computer's date and time are right",
  ],
  ["certificate is not yet valid", true, "Look whether this computer's date and time are right"],
  ["invalid_grant: Token has been expired or revoked.", true, "Google does not accept the stored login"],
  [
    "The user does not have sufficient permissions for this file.",
    false,
    "The account that is logged in may not change this script.",
  ],
  [
    "The caller does not have sufficient permissions",
    true,
    "The account that is logged in may not change this script.",
  ],
  ["", true, "Google refused, and did not say why."],
])('"%s" (new: %s) is told as: %s', (complaint, isNew, sentence) => {
  expect(reasonFor(complaint, { isNew })).toContain(sentence);
});
