export const VERIFIER_PATH = "email-verifier";
export const ACCOUNT_PATH = "account";
export const USAGE_PATH = "usage";
export const NEWER_LISTS = [
  "sequences",
  "messages",
  "email-accounts",
  "message-templates",
  "tags",
  "companies",
  "company-lists",
];
