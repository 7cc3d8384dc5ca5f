import type { JsonObject } from '../json.ts';
import { WHOLE } from '../jsonpath/path.ts';
import type { Catcher, Recovery, Retrier } from './model.ts';
import type { Problems } from './problems.ts';
import { Reader } from './reader.ts';

const DEFAULT_INTERVAL_SECONDS = 1;
const DEFAULT_BACKOFF_RATE = 2;
const DEFAULT_MAX_ATTEMPTS = 3;
const MOST_ATTEMPTS = 99_999_999;
const LONGEST_DELAY_SECONDS = 31_622_400;

/** Compiles `Retry` and `Catch` of a Task, Parallel or Map. */
export function compileRecovery(reader: Reader, location: string, problems: Problems): Recovery {
  const retriers = reader.objects('Retry');
  const catchers = reader.objects('Catch');
  return {
    retry: retriers.map((fields, index) => {
      const retrier = new Reader(fields, `${location}/Retry[${index}]`, reader.language, problems);
      return compileRetrier(retrier, fields, index === retriers.length - 1, problems);
    }),
    catch: catchers.map((fields, index) => {
      const catcher = new Reader(fields, `${location}/Catch[${index}]`, reader.language, problems);
      return compileCatcher(catcher, fields, index === catchers.length - 1, problems);
    }),
  };
}

function compileRetrier(reader: Reader, fields: JsonObject, isLast: boolean, problems: Problems): Retrier {
  const strategy = reader.string('JitterStrategy');
  if (strategy !== undefined && strategy !== 'FULL' && strategy !== 'NONE') {
    problems.schema("Value is not one of: ['FULL', 'NONE']", reader.place('JitterStrategy'));
  }
  const seconds = (value: number) => Number.isInteger(value) && value > 0 && value < LONGEST_DELAY_SECONDS;
  const expected = `Expected value of type Integer, greater than 0 and less than ${LONGEST_DELAY_SECONDS}`;
  const maxDelay = reader.number('MaxDelaySeconds', 0, seconds, expected);
  return {
    errors: readErrors(reader, fields, isLast, problems),
    intervalSeconds: reader.number('IntervalSeconds', DEFAULT_INTERVAL_SECONDS, seconds, expected),
    backoffRate: reader.number(
      'BackoffRate',
      DEFAULT_BACKOFF_RATE,
      (rate) => rate >= 1,
      'BackoffRate is less than 1',
    ),
    maxAttempts: reader.number(
      'MaxAttempts',
      DEFAULT_MAX_ATTEMPTS,
      (attempts) => Number.isInteger(attempts) && attempts >= 0 && attempts <= MOST_ATTEMPTS,
      `Expected value of type Integer, at least 0 and at most ${MOST_ATTEMPTS}`,
    ),
    maxDelaySeconds: maxDelay === 0 ? undefined : maxDelay,
    jitter: strategy === 'FULL',
  };
}

function compileCatcher(reader: Reader, fields: JsonObject, isLast: boolean, problems: Problems): Catcher {
  reader.require('Next');
  const isJsonata = reader.language === 'JSONata';
  return {
    errors: readErrors(reader, fields, isLast, problems),
    next: reader.string('Next') ?? '',
    output: isJsonata ? reader.template('Output') : undefined,
    assign: reader.assign(),
    resultPath: isJsonata ? undefined : reader.referencePath('ResultPath', WHOLE),
  };
}

function readErrors(reader: Reader, fields: JsonObject, isLast: boolean, problems: Problems): string[] {
  reader.require('ErrorEquals');
  const errors = fields.ErrorEquals;
  if (errors === undefined) return [];
  const place = reader.place('ErrorEquals');
  if (!Array.isArray(errors) || errors.length === 0 || !errors.every((name) => typeof name === 'string')) {
    problems.schema('Expected value of type Array of Strings, not empty', place);
    return [];
  }
  if (errors.includes('States.ALL') && errors.length > 1) {
    problems.schema('States.ALL can only appear alone', place);
  }
  if (errors.includes('States.ALL') && !isLast) {
    problems.schema('States.ALL can only appear in the last element', place);
  }
  return errors;
}
