import { wholePercent } from '../report/format.ts';
import { generatorLimit, machineLimit } from '../run/generator.ts';
import type { RunRecord } from '../run/record.ts';

/** What can be the first to give in. */
export type Part =
  | 'script'
  | 'generator'
  | 'gateway'
  | 'functions'
  | 'table'
  | 'workflows'
  | 'machine'
  | 'unknown';

/** What the target itself says of the try that failed; absent where it says nothing. */
export interface TargetSigns {
  /** Invocations that Lambda refused for lack of concurrency. */
  readonly functionThrottles?: number;
  /** The most invocations at once. */
  readonly concurrentExecutions?: number;
  /** Mean milliseconds that functions ran. */
  readonly functionMilliseconds?: number;
  /** Requests that DynamoDB refused for lack of capacity. */
  readonly tableThrottles?: number;
  /** Calls or transitions that Step Functions refused or held back, and executions that failed. */
  readonly workflowThrottles?: number;
  readonly workflowFailures?: number;
}

/** Which part gave in first, and why that is believed. */
export interface Culprit {
  readonly part: Part;
  /** What it is called in a sentence. */
  readonly name: string;
  /** Observations, a sentence each; the first is the one that decided. */
  readonly evidence: readonly string[];
}

const names: Readonly<Record<Part, string>> = {
  script: "the scenario's own script",
  generator: 'the generator (k6)',
  gateway: 'the throttle of API Gateway',
  functions: 'the Lambda pool',
  table: 'DynamoDB',
  workflows: 'Step Functions',
  machine: 'the machine that the local AWS and k6 share',
  unknown: 'a part that left no sign',
};

/** A few refusals are no limit: as many as would cross a threshold are. */
const refusedShare = 0.005;

/**
 * Names the part that gave in, from the run at the lowest rate that failed and, where there is one, the run at the
 * highest that held. Refusals outrank slowness: who refuses says so, who is slow may be waiting for another.
 */
export function culpritOf(failed: RunRecord, held: RunRecord | undefined, signs: TargetSigns): Culprit {
  const evidence = { part: 'unknown' as Part, sentences: [] as string[] };
  const blame = (part: Part, sentence: string) => {
    if (evidence.part === 'unknown') evidence.part = part;
    evidence.sentences.push(sentence);
  };
  const note = (sentence: string) => evidence.sentences.push(sentence);
  const { requests } = failed.totals;
  const count = (name: string) => failed.counters.find((counter) => counter.name === name)?.count ?? 0;
  const isMany = (number: number) => number > requests * refusedShare;

  const { thrownIterations, iterations } = failed.totals;
  if (thrownIterations > 0) {
    const [first] = failed.errors;
    const what = first ? `: ${first.message}` : '';
    blame('script', `${thrownIterations} of ${iterations} iterations threw${what}`);
  }
  const { peakCpuShare = 0, machinePeakShare = 0 } = failed.generator;
  if (peakCpuShare > generatorLimit)
    blame('generator', `k6 took ${wholePercent(peakCpuShare)} of the machine`);
  const throttles = count('throttles');
  const refusals = signs.functionThrottles ?? 0;
  if (isMany(throttles))
    blame('gateway', `${throttles} of ${requests} requests were answered 429${mostly(failed)}`);
  if (refusals > 0) {
    blame('functions', `Lambda refused ${refusals} invocations${atOnce(signs, ', at ')}`);
  }
  if ((signs.tableThrottles ?? 0) > 0) {
    blame('table', `DynamoDB refused ${signs.tableThrottles} requests for lack of capacity`);
  }
  if ((signs.workflowThrottles ?? 0) > 0) {
    blame('workflows', `Step Functions refused ${signs.workflowThrottles} calls`);
  }
  if ((signs.workflowFailures ?? 0) > 0) note(`${signs.workflowFailures} executions failed`);
  const unavailable = count('unavailable');
  if (isMany(unavailable)) blame('functions', `${unavailable} of ${requests} requests were answered 503`);
  if (!routesSlow(failed) && workflowsSlow(failed)) {
    blame('workflows', 'every route held its limit, but approvals did not get through in time');
  }
  if (machinePeakShare > machineLimit) {
    blame(
      'machine',
      `the machine was ${wholePercent(machinePeakShare)} busy, ${wholePercent(peakCpuShare)} of it k6`,
    );
  }
  if (routesSlow(failed)) {
    const { route, before, after } = slowest(failed, held);
    const grown = before === undefined ? '' : `, where ${before} ms were enough at the rate that held`;
    const sentence = `the 95th percentile of ${route} was ${after} ms${grown}`;
    if ((signs.functionMilliseconds ?? 0) > 0) {
      note(
        `functions ran for ${Math.round(signs.functionMilliseconds ?? 0)} ms on average${atOnce(signs, ', ')}`,
      );
    }
    blame('functions', sentence);
  }
  if (failed.totals.droppedIterations > 0) {
    blame(
      'generator',
      failed.totals.droppedIterations === 1
        ? '1 arrival was dropped'
        : `${failed.totals.droppedIterations} arrivals were dropped`,
    );
  }
  const part = evidence.part;
  return { part, name: names[part], evidence: evidence.sentences };
}

/** Which routes were refused: each has a throttle of its own. */
function mostly({ routes }: RunRecord): string {
  const refused = routes
    .filter(({ throttled }) => throttled > 0)
    .sort((a, b) => b.throttled - a.throttled)
    .map(({ route, throttled }) => `${throttled} of ${route}`);
  return refused.length === 0 ? '' : `: ${refused.join(', ')}`;
}

function atOnce({ concurrentExecutions }: TargetSigns, before: string): string {
  return concurrentExecutions === undefined ? '' : `${before}${concurrentExecutions} at once`;
}

function crossed(record: RunRecord, metric: RegExp): boolean {
  return record.thresholds.some(
    // What got no request was not slow.
    ({ held, measured, metric: name }) => !held && measured !== undefined && metric.test(name),
  );
}

function routesSlow(record: RunRecord): boolean {
  return crossed(record, /^http_req_duration\{/);
}

function workflowsSlow(record: RunRecord): boolean {
  return crossed(record, /^approval/);
}

/** The route that got slower by most, in whole milliseconds of its 95th percentile. */
function slowest(
  failed: RunRecord,
  held: RunRecord | undefined,
): { readonly route: string; readonly before: number | undefined; readonly after: number } {
  const earlier = new Map(held?.routes.map(({ route, p95 }) => [route, p95]));
  const growth = ({ route, p95 }: { route: string; p95: number }) => p95 - (earlier.get(route) ?? 0);
  const [worst] = [...failed.routes].sort((a, b) => growth(b) - growth(a));
  const before = worst && earlier.get(worst.route);
  return {
    route: worst?.route ?? '',
    before: before === undefined ? undefined : Math.round(before),
    after: Math.round(worst?.p95 ?? 0),
  };
}
