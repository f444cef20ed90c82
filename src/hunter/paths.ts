export const VERIFIER_PATH = "email-verifier";
export const ACCOUNT_PATH = "account";
export const USAGE_PATH = "usage";
export const ENRICHMENT_PATHS = ["people/find", "companies/find", "combined/find"];
