/** Records that are handed to a function together, and how often that has failed. */
export interface Batch<Item> {
  readonly records: readonly Item[];
  /** Times that the function failed them or part of them. A split does not count. */
  readonly failures: number;
}

/** How a batch ended: `from` is the first record that has to be tried again, zero where all have to be. */
export type BatchOutcome =
  | { readonly kind: 'success' }
  | { readonly kind: 'failure' }
  | { readonly kind: 'partial'; readonly from: number };

/** What a mapping does with batches that fail. */
export interface RetryRules {
  readonly bisect: boolean;
  /** -1: as often as it takes. */
  readonly retries: number;
}

/** What follows of a batch's outcome; each record is in one of the parts, in order. */
export interface NextBatches<Item> {
  /** What is done. */
  readonly settled: readonly Item[];
  /** What is given up, and goes to the destination for failures. */
  readonly discarded: Batch<Item> | undefined;
  /** What is tried again, the first first. */
  readonly remaining: readonly Batch<Item>[];
  /** Whether to wait before that. */
  readonly wait: boolean;
}

/**
 * Lambda's rules for batches of streams (Developer Guide, «Using Lambda with DynamoDB», «Configuring partial batch
 * response»): what comes before the first failed record is done; a batch that failed whole is split where that is asked
 * for, which does not count as an attempt; what has failed too often is given up.
 */
export function afterBatch<Item>(
  batch: Batch<Item>,
  outcome: BatchOutcome,
  rules: RetryRules,
): NextBatches<Item> {
  const { records, failures } = batch;
  if (outcome.kind === 'success') {
    return { settled: records, discarded: undefined, remaining: [], wait: false };
  }
  if (outcome.kind === 'failure' && rules.bisect && records.length > 1) {
    const middle = Math.ceil(records.length / 2);
    const remaining = [records.slice(0, middle), records.slice(middle)].map((half) => ({
      records: half,
      failures,
    }));
    return { settled: [], discarded: undefined, remaining, wait: false };
  }
  const from = outcome.kind === 'partial' ? outcome.from : 0;
  const settled = records.slice(0, from);
  const rest = { records: records.slice(from), failures: failures + 1 };
  if (rules.retries >= 0 && rest.failures > rules.retries) {
    return { settled, discarded: rest, remaining: [], wait: false };
  }
  return { settled, discarded: undefined, remaining: [rest], wait: true };
}
