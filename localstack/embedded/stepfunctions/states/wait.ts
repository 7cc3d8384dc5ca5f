import type { WaitState } from '../definition/model.ts';
import { parseTimestamp } from '../definition/timestamp.ts';
import { EXPECTED, evaluateAs } from '../executions/scope.ts';
import { QueryEvaluationError } from '../jsonata/template.ts';
import { type Outcome, type Step, WAITING } from './step.ts';

/** Wait: lets emulated time pass, by one timer. */
export async function executeWait(step: Step<WaitState>): Promise<Outcome> {
  const { engine, frame, visit } = step;
  const delay = await delayOf(step);
  if (delay <= 0) return { kind: 'done' };
  if (frame.visit !== visit) return WAITING;
  const { attempt } = visit;
  const timer = engine.clock.after(
    delay,
    () => engine.resume(frame, visit, attempt, () => ({ kind: 'done' })),
    frame.execution.arn,
  );
  visit.timers.push(timer);
  return WAITING;
}

async function delayOf({ engine, frame, visit, state }: Step<WaitState>): Promise<number> {
  if (state.seconds) {
    const seconds = await evaluateAs(
      engine.functions,
      frame,
      visit,
      state.seconds,
      'Seconds',
      EXPECTED.integer,
    );
    return seconds * 1000;
  }
  if (!state.timestamp) return 0;
  const text = await evaluateAs(
    engine.functions,
    frame,
    visit,
    state.timestamp,
    'Timestamp',
    EXPECTED.string,
  );
  const until = parseTimestamp(text);
  if (until !== undefined) return until - engine.clock.now();
  throw new TimestampError(
    'Timestamp',
    `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
  );
}

/** Text that is no date-time: found once the state was entered, so its event follows the Entered event. */
export class TimestampError extends QueryEvaluationError {}
