import type { WaitState } from '../definition/model.ts';
import { EXPECTED } from '../executions/scope.ts';
import type { Json } from '../json.ts';
import { QueryEvaluationError } from '../jsonata/template.ts';
import { PathError } from '../jsonpath/payload.ts';
import { parseTimestamp } from '../timestamp.ts';
import { asText, type PathWords, scalarValue } from './scalar.ts';
import { type Outcome, type Step, WAITING } from './step.ts';

/** As many milliseconds as seconds fit in 32 bits: AWS waits no longer. */
const LONGEST_DELAY = (2 ** 31 - 1) * 1000;

/** Wait: lets emulated time pass, by one timer. */
export async function executeWait(step: Step<WaitState>): Promise<Outcome> {
  const { engine, frame, visit } = step;
  const delay = await delayOf(step);
  if (delay > LONGEST_DELAY) throw new PathError('Wait state delay is too long.');
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

async function delayOf(step: Step<WaitState>): Promise<number> {
  const { seconds, timestamp } = step.state;
  if (seconds) return 1000 * (await scalarValue(step, seconds, 'Seconds', EXPECTED.integer, SECONDS_WORDS));
  if (!timestamp) return 0;
  const text = await scalarValue(step, timestamp, 'Timestamp', EXPECTED.string, TIMESTAMP_WORDS);
  const until = parseTimestamp(text);
  if (until !== undefined) return until - step.engine.clock.now();
  if (timestamp.kind === 'path') throw new PathError(notTimestamp(text, timestamp.path.source));
  throw new TimestampError(
    'Timestamp',
    `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
  );
}

const SECONDS_WORDS: PathWords = {
  refused: (value, source) =>
    Number.isInteger(value)
      ? `The SecondsPath parameter references a negative value: ${source} == ${asText(value)}`
      : `The SecondsPath parameter cannot be parsed as a long value: ${source} == ${asText(value)}`,
  missing: (source) => `The SecondsPath parameter does not reference an input value: ${source}`,
};

const TIMESTAMP_WORDS: PathWords = {
  refused: notTimestamp,
  missing: (source) => `The TimestampPath parameter does not reference an input value: ${source}`,
};

function notTimestamp(value: Json, source: string): string {
  const words = 'does not reference a valid ISO-8601 extended offset date-time format string';
  return `The TimestampPath parameter ${words}: ${source} == ${asText(value)}`;
}

/** Text that is no date-time: found once the state was entered, so its event follows the Entered event. */
export class TimestampError extends QueryEvaluationError {}
