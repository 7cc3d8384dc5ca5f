/**
 * The prices of the dashboard's estimate: list prices of us-east-1 in USD, without free tiers and discounts, from the
 * services' price pages on the date below. Their sources are in load/cost/prices.json; a test compares the two. Other
 * regions differ by some percent. Small costs, and those without a metric of this product (storage, traffic, traces,
 * the queue), are left out.
 */
export const prices = {
  date: '2026-10-04',
  /** Each million requests to an HTTP API, the first 300 million of a month. */
  apiRequests: 1.0,
  /** Each million invocations. */
  invocations: 0.2,
  /** Each million GB-seconds on arm64. */
  gigabyteSeconds: 13.3334,
  /** Each million read and write request units of DynamoDB on demand. */
  readUnits: 0.125,
  writeUnits: 0.625,
  /** Each million state transitions of Standard workflows. */
  stateTransitions: 25,
  /** Each GB written to CloudWatch Logs. */
  logs: 0.5,
} as const;
