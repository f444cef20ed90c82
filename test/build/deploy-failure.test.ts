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
  ["", true, "Google refused, and did not say why."],
])('"%s" (new: %s) is told as: %s', (complaint, isNew, sentence) => {
  expect(reasonFor(complaint, { isNew })).toContain(sentence);
});
