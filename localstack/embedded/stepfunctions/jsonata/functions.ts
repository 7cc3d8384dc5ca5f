import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import type { Clock } from '../../clock/clock.ts';
import type { Random } from '../../core/context.ts';
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

const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** The most items that `$range` may answer with, as for AWS's `States.ArrayRange`. */
const RANGE_LIMIT = 1000;

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
  const chunks: unknown[][] = [];
  for (let start = 0; start < array.length; start += length) chunks.push(array.slice(start, start + length));
  return chunks;
}

/** From `first` to `last` inclusive; one item alone is that item, as JSONata does with every sequence of one. */
function range(first: unknown, last: unknown, step: unknown): number[] | number | undefined {
  const from = Math.floor(number(first, 'range', 1));
  const to = Math.floor(number(last, 'range', 2));
  const by = Math.floor(number(step, 'range', 3));
  if (by === 0) throw new ArgumentError('range', 3);
  const count = Math.floor((to - from) / by) + 1;
  if (count > RANGE_LIMIT) throw new ArgumentError('range', 2);
  const items = Array.from({ length: Math.max(0, count) }, (_, index) => from + index * by);
  return items.length > 1 ? items : items[0];
}

function hash(content: unknown, algorithm: unknown): string {
  if (typeof content !== 'string') throw new ArgumentError('hash', 1);
  const name = typeof algorithm === 'string' ? HASHES[algorithm] : undefined;
  if (!name) throw new ArgumentError('hash', 2);
  return createHash(name).update(content).digest('hex');
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

/** A number in [0, 1) that is the same for the same seed (mulberry32). */
function seeded(seed: number): number {
  let mixed = (Math.floor(seed) + 0x6d2b79f5) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

function number(value: unknown, name: string, position: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new ArgumentError(name, position);
  return value;
}
