/** Answers Hunter's three main calls with a dummy, at no cost, and nothing else (Hunter's text, 'Authentication'). */
export const TRIAL_KEY = "test-api-key";
