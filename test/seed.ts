import fc from "fast-check";

/**
 * Properties take the same cases each time, so that a change is red for what it did. FAST_CHECK_SEED, a whole number, has
 * them take others.
 */
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 20_261_126) });
