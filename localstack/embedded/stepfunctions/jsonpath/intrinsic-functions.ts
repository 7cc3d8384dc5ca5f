import { isDeepStrictEqual } from 'node:util';
import type { Random } from '../../core/context.ts';
import { chunksOf, digest, HASH_ALGORITHMS, integersBetween, LONGEST_RANGE, seeded } from '../functions.ts';
import { isObject, type Json } from '../json.ts';
import type { IntrinsicName } from './intrinsic.ts';

/** Arguments that a function cannot take; the words say why. */
export class ArgumentFault extends Error {}

/** Where intrinsic functions take randomness from. */
export type IntrinsicRandom = Pick<Random, 'number' | 'uuid'>;

/** How many characters AWS hashes or codes. */
const LONGEST_TEXT = 10_000;

type Implementation = (args: readonly Json[], random: IntrinsicRandom) => Json;

/**
 * The intrinsic functions, but for `Format`, whose template is read with its escapes
 * (https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html). They throw {@link ArgumentFault}.
 */
export const INTRINSICS: Readonly<Record<Exclude<IntrinsicName, 'Format'>, Implementation>> = {
  Array: (args) => [...args],
  ArrayContains: ([list, wanted]) => array(list).some((item) => isDeepStrictEqual(item, wanted)),
  ArrayGetItem: ([list, index]) => getItem(array(list), integer(index)),
  ArrayLength: ([list]) => array(list).length,
  ArrayPartition: ([list, size]) => partition(array(list), integer(size)),
  ArrayRange: ([first, last, step]) => range(rounded(first), rounded(last), rounded(step)),
  ArrayUnique: ([list]) => unique(array(list)),
  Base64Decode: ([text]) => Buffer.from(string(text, LONGEST_TEXT), 'base64').toString(),
  Base64Encode: ([text]) => Buffer.from(string(text, LONGEST_TEXT)).toString('base64'),
  Hash: ([data, algorithm]) => hash(data, algorithm),
  JsonMerge: ([first, second, isDeep]) => merge(first, second, isDeep),
  JsonToString: ([value]) => JSON.stringify(value),
  // A negative zero is no number of JSON.
  MathAdd: ([first, second]) => rounded(first) + rounded(second) + 0,
  MathRandom: ([first, last, seed], random) => randomBetween(rounded(first), rounded(last), seed, random),
  StringSplit: ([text, delimiters]) => split(string(text), string(delimiters)),
  StringToJson: ([text]) => parseJson(string(text)),
  UUID: (_, random) => random.uuid(),
};

/** Fills the `{}` of a template, in which a backslash takes the meaning from what follows it. */
export function format(template: Json | undefined, values: readonly Json[]): string {
  let used = 0;
  const filled = string(template).replaceAll(/\\(.)|\{\}/gs, (_, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    const value = values[used++];
    if (value === undefined) throw new ArgumentFault('there are fewer values than occurrences of {}');
    return asText(value);
  });
  if (used !== values.length) throw new ArgumentFault('there are more values than occurrences of {}');
  return filled;
}

/** A value as AWS fills it in: lists and objects as Java writes them, `{a=1, b=[x, y]}`. */
function asText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(asText).join(', ')}]`;
  if (!isObject(value)) return String(value);
  const members = Object.entries(value).map(([name, member]) => `${name}=${asText(member)}`);
  return `{${members.join(', ')}}`;
}

function array(value: Json | undefined): Json[] {
  if (Array.isArray(value)) return value;
  throw new ArgumentFault('an array is expected');
}

function string(value: Json | undefined, longest = Number.MAX_SAFE_INTEGER): string {
  if (typeof value === 'string' && value.length <= longest) return value;
  throw new ArgumentFault(`a string of at most ${longest} characters is expected`);
}

function integer(value: Json | undefined): number {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw new ArgumentFault('an integer is expected');
}

/** AWS rounds numbers where it needs integers, halves upwards. */
function rounded(value: Json | undefined): number {
  if (typeof value === 'number') return Math.round(value);
  throw new ArgumentFault('a number is expected');
}

function getItem(list: readonly Json[], index: number): Json {
  const item = index >= 0 ? list[index] : undefined;
  if (item === undefined) throw new ArgumentFault(`there is no item at index ${index}`);
  return item;
}

function partition(list: readonly Json[], size: number): Json[] {
  if (size < 1) throw new ArgumentFault('a positive chunk size is expected');
  return chunksOf(list, size);
}

function range(first: number, last: number, step: number): number[] {
  if (step === 0) throw new ArgumentFault('an increment other than 0 is expected');
  const items = integersBetween(first, last, step);
  if (!items) throw new ArgumentFault(`at most ${LONGEST_RANGE} items are possible`);
  return items;
}

function unique(list: readonly Json[]): Json[] {
  const kept = new Map<string, Json>();
  for (const item of list) {
    const text = canonical(item);
    if (!kept.has(text)) kept.set(text, item);
  }
  return [...kept.values()];
}

/** A text that two values share where they are equal, whatever the order of their members. */
function canonical(value: Json): string {
  return JSON.stringify(value, (_, inner: Json) =>
    isObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}

function hash(data: Json | undefined, algorithm: Json | undefined): string {
  const text = data === undefined || typeof data === 'string' ? data : JSON.stringify(data);
  const hashed = digest(string(text, LONGEST_TEXT), algorithm);
  if (hashed === undefined) throw new ArgumentFault(`one of ${HASH_ALGORITHMS} is expected`);
  return hashed;
}

function merge(first: Json | undefined, second: Json | undefined, isDeep: Json | undefined): Json {
  // AWS offers the shallow mode alone.
  if (isDeep !== false) throw new ArgumentFault('only the shallow mode is supported');
  if (!isObject(first) || !isObject(second)) throw new ArgumentFault('two objects are expected');
  return { ...first, ...second };
}

function randomBetween(first: number, last: number, seed: Json | undefined, random: IntrinsicRandom): number {
  if (last < first) throw new ArgumentFault('a start below the end is expected');
  const drawn = seed === undefined ? random.number() : seeded(rounded(seed));
  return first + Math.floor(drawn * (last - first));
}

/** Splits at each of the delimiters' characters; AWS drops what is empty. */
function split(text: string, delimiters: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (const character of text) {
    if (!delimiters.includes(character)) part += character;
    else {
      if (part !== '') parts.push(part);
      part = '';
    }
  }
  if (part !== '') parts.push(part);
  return parts;
}

/** Blank text is null, as on AWS. */
function parseJson(text: string): Json {
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new ArgumentFault((error as Error).message);
  }
}
