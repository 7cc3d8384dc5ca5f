import jsonata from 'jsonata';
import type { Clock } from '../../clock/clock.ts';
import type { Random } from '../../core/context.ts';
import { chunksOf, digest, integersBetween, seeded } from '../functions.ts';
import { DATA_LIMIT } from '../json.ts';

/** Where a workflow's expressions take time and randomness from. */
export interface Sources {
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Pick<Random, 'number' | 'uuid'>;
}

/** A wrong argument, in the shape of JSONata's own errors: it makes the words out of these parts. */
export class ArgumentError extends Error {
  readonly code = 'T0410';
  readonly index: number;
  readonly token: string;

  constructor(token: string, index: number) {
    super(`Argument ${index} of function "${token}" does not match function signature`);
    this.index = index;
    this.token = token;
  }
}

/**
 * What Step Functions adds to JSONata, changes in it and takes from it
 * (https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html): `$partition`, `$range`, `$hash`,
 * `$random`, `$uuid`, `$parse`; `$now` and `$millis` read the emulated clock; there is no `$eval`.
 */
export function createFunctions(sources: Sources): Readonly<Record<string, unknown>> {
  return {
    partition,
    range,
    hash,
    random: (seed?: unknown) =>
      seed === undefined ? sources.random.number() : seeded(number(seed, 'random', 1)),
    uuid: () => sources.random.uuid(),
    parse,
    millis: () => sources.clock.now(),
    now: (picture?: unknown, timezone?: unknown) => now(sources.clock.now(), picture, timezone),
    eval: undefined,
  };
}

/** JSONata's way of writing a time, which `$now` with a picture shares. */
const FORMATTED = jsonata('$fromMillis($millis, $picture, $timezone)');

function now(millis: number, picture: unknown, timezone: unknown): string | Promise<string> {
  if (picture === undefined) return new Date(millis).toISOString();
  return FORMATTED.evaluate(undefined, { millis, picture, timezone }) as Promise<string>;
}

function partition(array: unknown, size: unknown): unknown[][] {
  if (!Array.isArray(array)) throw new ArgumentError('partition', 1);
  const length = Math.floor(number(size, 'partition', 2));
  if (length < 1) throw new ArgumentError('partition', 2);
  return chunksOf(array, length);
}

/** From `first` to `last` inclusive; one item alone is that item, as JSONata does with every sequence of one. */
function range(first: unknown, last: unknown, step: unknown): number[] | number | undefined {
  const from = Math.floor(number(first, 'range', 1));
  const to = Math.floor(number(last, 'range', 2));
  const by = Math.floor(number(step, 'range', 3));
  if (by === 0) throw new ArgumentError('range', 3);
  const items = integersBetween(from, to, by);
  if (!items) throw new ArgumentError('range', 2);
  return items.length > 1 ? items : items[0];
}

function hash(content: unknown, algorithm: unknown): string {
  if (typeof content !== 'string') throw new ArgumentError('hash', 1);
  const hashed = digest(content, algorithm);
  if (hashed === undefined) throw new ArgumentError('hash', 2);
  return hashed;
}

function parse(text: unknown): unknown {
  if (text === undefined) return undefined;
  if (typeof text !== 'string' || text.length > DATA_LIMIT) throw new ArgumentError('parse', 1);
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('Argument 1 of function "parse" is not valid JSON');
  }
}

function number(value: unknown, name: string, position: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new ArgumentError(name, position);
  return value;
}
