import { Counter, Gauge, Trend } from 'k6/metrics';
import { failureCounter, failureCounters, failureKindOf } from '../shared/failures.ts';
import { scenarios } from './scenarios/catalogue.ts';

// k6 takes new metrics in the init context alone, so all of them are made here, used or not.

/** What the first one to call pays for what is made once: connections, cold starts. */
export const firstRequest = new Trend('first_request', true);
/** When a scenario's first request was about to be sent: milliseconds since the epoch. */
export const firstRequestAt = new Gauge('first_request_at');
/** Iterations that began, as many as the workload's arrivals when all is well; k6's own counter is of those that ended. */
export const iterationsBegun = new Counter('iterations_begun');
/** Iterations that ended because the script threw: a run with one is no run of the scenario. */
export const exceptions = new Counter('exceptions');
/** Requests that the target refused for lack of capacity, by 429 and by 503, and how often one was sent again. */
export const throttles = new Counter('throttles');
export const unavailable = new Counter('unavailable');
export const retries = new Counter('retries');

const declared = Object.values(scenarios);
const figures = metricsOf(
  declared.flatMap((one) => Object.keys(one.figures)),
  (name) => new Trend(name, true),
);
const counters = metricsOf(
  declared.flatMap((one) => one.counters),
  (name) => new Counter(name),
);
const failures = metricsOf(failureCounters, (name) => new Counter(name));

/** Keeps how long something took that a scenario measures itself, in milliseconds. */
export function measureFigure(name: string, milliseconds: number): void {
  figures[name]?.add(milliseconds);
}

/** Counts what a scenario counts itself. */
export function countOne(name: string): void {
  counters[name]?.add(1);
}

/** Counts an answer that was not what its request expects, by its kind and with the tags of its route. */
export function countFailure(status: number, tags: { readonly name: string }): void {
  failures[failureCounter(failureKindOf(status))]?.add(1, tags);
}

function metricsOf<Metric>(
  names: readonly string[],
  make: (name: string) => Metric,
): Readonly<Record<string, Metric>> {
  return Object.fromEntries([...new Set(names)].map((name) => [name, make(name)]));
}
