import { type FailureKind, failureCounter, failureKinds } from '../shared/failures.ts';
import { type K6Metrics, statistic } from './k6-summary.ts';

/** How many answers were wrong in one way. */
export interface FailureCount {
  /** As reports call it, e.g. `409 conflict`. */
  readonly kind: string;
  readonly count: number;
}

/** The unexpected answers of a run by kind, most frequent first; what was sent again and then answered is none. */
export function failureCounts(metrics: K6Metrics): FailureCount[] {
  return (Object.keys(failureKinds) as FailureKind[])
    .map((kind) => ({
      kind: failureKinds[kind],
      count: statistic(metrics, failureCounter(kind), 'count'),
    }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}

/** The counters that {@link failureCounts} reads. */
export const failureCounters: readonly string[] = (Object.keys(failureKinds) as FailureKind[]).map(
  failureCounter,
);
