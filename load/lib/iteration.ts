import exec from 'k6/execution';
import { Gauge } from 'k6/metrics';
import { plan } from './plan.ts';

/** When a scenario's first request was about to be sent: milliseconds since the epoch. */
const firstRequestAt = new Gauge('first_request_at');

let isFirst = false;

/** Whether this virtual user is in the first iteration of its scenario. */
export function inFirstIteration(): boolean {
  return isFirst;
}

/**
 * A scenario as k6 runs it: each iteration's samples carry the phase of the workload that it began in, and the
 * very first iteration says when it began.
 */
export function iteration(run: () => void): () => void {
  return () => {
    const { scenario, vu } = exec;
    const phase = phaseAt(scenario.name, Date.now() - scenario.startTime);
    if (phase !== undefined && vu.metrics.tags.phase !== phase) vu.metrics.tags.phase = phase;
    isFirst = scenario.iterationInTest === 0;
    if (isFirst) firstRequestAt.add(Date.now());
    run();
  };
}

/** The phase of a scenario's workload after that many milliseconds; what comes after the last one belongs to it. */
function phaseAt(scenario: string, elapsed: number): string | undefined {
  const phases = plan.phases?.[scenario];
  if (!phases) return undefined;
  const current = phases.find(({ untilSeconds }) => elapsed < untilSeconds * 1000);
  return (current ?? phases[phases.length - 1])?.phase;
}
