export const VERIFIER_PATH = "email-verifier";
export const ACCOUNT_PATH = "account";
export const USAGE_PATH = "usage";
export const ENRICHMENT_PATHS = ["people/find", "companies/find", "combined/find"];
export const NEWER_LISTS = [
  "sequences",
  "messages",
  "email-accounts",
  "message-templates",
  "tags",
  "companies",
  "company-lists",
  "discover",
];
