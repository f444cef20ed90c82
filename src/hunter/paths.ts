export const VERIFIER_PATH = "email-verifier";
export const ACCOUNT_PATH = "account";
