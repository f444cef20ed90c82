/** The text says both 'must be an integer under 500' and 'the maximum is 500': right under both (api/README). */
export const PAGE_LIMIT = 499;
