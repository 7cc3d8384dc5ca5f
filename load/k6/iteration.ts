import exec from 'k6/execution';
import http from 'k6/http';
import type { ComparisonPlan, LoadSide } from '../shared/plan.ts';
import { sliceName, turnOf } from '../shared/turns.ts';
import { exceptions, firstRequestAt, iterationsBegun } from './metrics.ts';
import { drive, plan } from './plan-file.ts';

/** What an iteration does; k6 waits for its promise. */
type Step = () => void | Promise<void>;

const { comparison } = plan;

let isFirst = false;

/** Whether this virtual user is in the first iteration of its scenario. */
export function inFirstIteration(): boolean {
  return isFirst;
}

/** The number of this iteration in its scenario, from 0; in a comparison, among those of its side. */
export function iterationNumber(): number {
  const { iterationInTest } = exec.scenario;
  return comparison ? Math.floor(iterationInTest / 2) : iterationInTest;
}

/**
 * A scenario as k6 runs it: each iteration's samples carry the phase of the workload that it began in, and the
 * very first iteration says when it began.
 *
 * @param yardstick what a comparison does instead on the side that is a bare Fastify
 */
export function iteration(run: Step, yardstick: Step): Step {
  if (comparison) return counted(() => takeTurn(comparison, run, yardstick));
  return counted(() => {
    const { scenario, vu } = exec;
    const phase = phaseAt(scenario.name, Date.now() - scenario.startTime);
    if (phase !== undefined && vu.metrics.tags.phase !== phase) vu.metrics.tags.phase = phase;
    isFirst = scenario.iterationInTest === 0;
    if (isFirst) firstRequestAt.add(Date.now());
    iterationsBegun.add(1);
    return run();
  });
}

/** The same, with what it throws counted, at once or in its promise. Nothing is caught and thrown again: k6 says where it was. */
function counted(run: Step): Step {
  return () => {
    let ended = false;
    try {
      const made = run();
      ended = true;
      return made instanceof Promise ? settled(made) : made;
    } finally {
      if (!ended) exceptions.add(1);
    }
  };
}

async function settled(made: Promise<void>): Promise<void> {
  let ended = false;
  try {
    await made;
    ended = true;
  } finally {
    if (!ended) exceptions.add(1);
  }
}

/** One side's turn, whose samples carry the side and the round that it began in. */
function takeTurn(of: ComparisonPlan, run: Step, yardstick: Step): ReturnType<Step> {
  const { scenario, vu } = exec;
  const turn = turnOf(scenario.iterationInTest, Date.now() - scenario.startTime, of);
  vu.metrics.tags.slice = sliceName(turn);
  const side = of.sides[turn.side][turn.boot] as LoadSide;
  drive(side);
  const { atTurn } = side;
  if (atTurn) http.post(atTurn.url, atTurn.body);
  return turn.side === 'a' && of.againstYardstick ? yardstick() : run();
}

/** The phase of a scenario's workload after that many milliseconds; what comes after the last one belongs to it. */
function phaseAt(scenario: string, elapsed: number): string | undefined {
  const phases = plan.phases?.[scenario];
  if (!phases) return undefined;
  const current = phases.find(({ untilSeconds }) => elapsed < untilSeconds * 1000);
  return (current ?? phases[phases.length - 1])?.phase;
}
