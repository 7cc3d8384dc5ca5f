import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';
import { endOfPeriod, type Period, startOfPeriod } from './periods.ts';
import { compareValues, Instant, numberOf, textOfValue, type Value } from './values.ts';

/** A function of a query's language: of values that are all there. */
export interface QueryFunction {
  /** How many arguments it takes at least and at most. */
  readonly takes: readonly [number, number];
  /** `now` in epoch milliseconds. */
  run(args: readonly Value[], now: number): Value;
  /** Whether it is asked about values that are not there, too. */
  readonly takesNothing?: true;
}

const ofNumbers = (run: (...numbers: number[]) => number, least = 1, most = least): QueryFunction => ({
  takes: [least, most],
  run(args) {
    const numbers = args.map(numberOf);
    if (!numbers.every((each) => each !== undefined)) return undefined;
    const result = run(...numbers);
    return Number.isFinite(result) ? result : undefined;
  },
});

const ofTexts = (run: (...texts: string[]) => Value, least = 1, most = least): QueryFunction => ({
  takes: [least, most],
  run: (args) => run(...args.map((arg) => textOfValue(arg) ?? '')),
});

const aboutNothing = (run: (args: readonly Value[]) => Value, least = 1, most = least): QueryFunction => ({
  takes: [least, most],
  run,
  takesNothing: true,
});

const ofPeriod = (floor: (time: number, period: Period) => number): QueryFunction => ({
  takes: [2, 2],
  run([time, period]) {
    const at = numberOf(time);
    return at === undefined || !isPeriod(period) ? undefined : new Instant(floor(at, period));
  },
});

function isPeriod(value: Value): value is Period {
  return typeof value === 'object' && value !== null && 'unit' in value;
}

/** The characters of a text that are to be taken away at one or both of its ends. */
function trimmed(text: string, characters: string | undefined, ends: 'left' | 'right' | 'both'): string {
  const goes = (character: string) =>
    characters === undefined ? character.trim() === '' : characters.includes(character);
  let [start, end] = [0, text.length];
  if (ends !== 'right') while (start < end && goes(text.charAt(start))) start++;
  if (ends !== 'left') while (end > start && goes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

function isInSubnet(family: (text: string) => boolean): QueryFunction {
  return ofTexts((address, subnet) => {
    const [network = '', prefix = ''] = subnet?.split('/') ?? [];
    const most = isIPv4(network) ? 32 : 128;
    const valid = family(network) && /^\d{1,3}$/.test(prefix) && Number(prefix) <= most;
    if (!valid || !isIP(address ?? '')) return false;
    const list = new BlockList();
    list.addSubnet(network, Number(prefix), isIPv4(network) ? 'ipv4' : 'ipv6');
    return list.check(address ?? '', isIPv4(address ?? '') ? 'ipv4' : 'ipv6');
  }, 2);
}

function parsedJson(text = ''): Value {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}

const MANY = Number.POSITIVE_INFINITY;
const isBlank = (value: Value) => value === undefined || (textOfValue(value) ?? '').trim() === '';

/**
 * The functions by their names in lower case
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html).
 */
export const FUNCTIONS: Readonly<Record<string, QueryFunction>> = {
  abs: ofNumbers(Math.abs),
  ceil: ofNumbers(Math.ceil),
  floor: ofNumbers(Math.floor),
  greatest: ofNumbers(Math.max, 1, MANY),
  least: ofNumbers(Math.min, 1, MANY),
  log: ofNumbers(Math.log),
  sqrt: ofNumbers(Math.sqrt),

  bin: ofPeriod(startOfPeriod),
  datefloor: ofPeriod(startOfPeriod),
  dateceil: ofPeriod(endOfPeriod),
  frommillis: { takes: [1, 1], run: ([value]) => instantOf(numberOf(value)) },
  tomillis: { takes: [1, 1], run: ([value]) => (value instanceof Instant ? value.time : undefined) },
  now: { takes: [0, 0], run: (_args, now) => Math.floor(now / 1000) },

  ispresent: aboutNothing(([value]) => value !== undefined),
  coalesce: aboutNothing((args) => args.find((each) => each !== undefined), 1, MANY),
  isempty: aboutNothing(([value]) => value === undefined || value === ''),
  isblank: aboutNothing(([value]) => isBlank(value)),

  concat: ofTexts((...texts) => texts.join(''), 1, MANY),
  ltrim: ofTexts((text = '', characters) => trimmed(text, characters, 'left'), 1, 2),
  rtrim: ofTexts((text = '', characters) => trimmed(text, characters, 'right'), 1, 2),
  trim: ofTexts((text = '', characters) => trimmed(text, characters, 'both'), 1, 2),
  strlen: ofTexts((text = '') => [...text].length),
  toupper: ofTexts((text = '') => text.toUpperCase()),
  tolower: ofTexts((text = '') => text.toLowerCase()),
  substr: {
    takes: [2, 3],
    run([text, start, length]) {
      const from = numberOf(start) ?? 0;
      const count = length === undefined ? undefined : numberOf(length);
      return (textOfValue(text) ?? '').slice(from, count === undefined ? undefined : from + count);
    },
  },
  replace: ofTexts((text = '', search = '', by = '') => text.replaceAll(search, () => by), 3),
  strcontains: ofTexts((text = '', search = '') => (text.includes(search) ? 1 : 0), 2),

  jsonparse: ofTexts(parsedJson),
  jsonstringify: {
    takes: [1, 1],
    run: ([value]) => (typeof value === 'object' ? JSON.stringify(value) : textOfValue(value)),
  },

  isvalidip: ofTexts((text = '') => isIP(text) > 0),
  isvalidipv4: ofTexts((text = '') => isIPv4(text)),
  isvalidipv6: ofTexts((text = '') => isIPv6(text)),
  isipinsubnet: isInSubnet((text) => isIP(text) > 0),
  isipv4insubnet: isInSubnet(isIPv4),
  isipv6insubnet: isInSubnet(isIPv6),
};

function instantOf(time: number | undefined): Value {
  return time === undefined ? undefined : new Instant(time);
}

/** Whether two values are the same, as `=` and `in` see it. */
export function areEqual(left: Value, right: Value): boolean {
  return left !== undefined && right !== undefined && compareValues(left, right) === 0;
}
