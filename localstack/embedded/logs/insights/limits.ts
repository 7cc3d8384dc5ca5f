/** The most rows that a query gives. */
export const MOST_ROWS = 10_000;
