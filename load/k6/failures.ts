import { Counter } from 'k6/metrics';
import { type FailureKind, failureCounter, failureKindOf, failureKinds } from '../shared/failures.ts';

// k6 takes new metrics in the init context alone, so there is one for each kind, counted or not.
const counters = Object.fromEntries(
  (Object.keys(failureKinds) as FailureKind[]).map((kind) => [kind, new Counter(failureCounter(kind))]),
) as Record<FailureKind, Counter>;

/** Counts an answer that was not what its request expects, by its kind and route. */
export function countFailure(status: number, route: string): void {
  counters[failureKindOf(status)].add(1, { name: route });
}
