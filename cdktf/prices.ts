/**
 * What the dashboard's estimate counts with: list prices of us-east-1 in USD, without free tiers and discounts, as the
 * services' price pages had them on the date below; where each was read is in load/cost/prices.json, to which a test holds
 * them. Other regions differ by some percent. What costs little by
 * itself or cannot be read from a metric of this product (storage, traffic, traces, the queue) is left out.
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
