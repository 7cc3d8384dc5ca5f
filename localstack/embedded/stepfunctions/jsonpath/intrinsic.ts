import type { Json } from '../json.ts';
import type { Path } from './path.ts';
import { parsePathAt } from './path-parser.ts';
import { JsonPathSyntaxError, Scanner } from './scanner.ts';

/** A call of an intrinsic function, `States.Format('{}', $.name)`, parsed once. */
export interface IntrinsicCall {
  readonly kind: 'call';
  readonly source: string;
  readonly name: IntrinsicName;
  readonly arguments: readonly Argument[];
}

/** What an intrinsic function is called with. */
export type Argument =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'path'; readonly path: Path }
  | IntrinsicCall;

/** The intrinsic functions, with the least and most arguments that each takes. */
const ARITY = {
  Array: [0, Number.MAX_SAFE_INTEGER],
  ArrayContains: [2, 2],
  ArrayGetItem: [2, 2],
  ArrayLength: [1, 1],
  ArrayPartition: [2, 2],
  ArrayRange: [3, 3],
  ArrayUnique: [1, 1],
  Base64Decode: [1, 1],
  Base64Encode: [1, 1],
  Format: [1, Number.MAX_SAFE_INTEGER],
  Hash: [2, 2],
  JsonMerge: [3, 3],
  JsonToString: [1, 1],
  MathAdd: [2, 2],
  MathRandom: [2, 3],
  StringSplit: [2, 2],
  StringToJson: [1, 1],
  UUID: [0, 0],
} as const;

/** The names of the intrinsic functions, without `States.`. */
export type IntrinsicName = keyof typeof ARITY;

/** AWS's limit on how deep calls may nest. */
const DEEPEST = 10;

const NAME = /States\.(\w+)\s*\(/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /(?:true|false|null)\b/y;
const STRING = /'((?:[^'\\]|\\.)*)'/sy;

/**
 * Parses a call of an intrinsic function (https://states-language.net, "Intrinsic Functions"). Undefined for text that
 * is none, for a function that does not exist, and for too many or too few arguments.
 */
export function parseIntrinsic(source: string): IntrinsicCall | undefined {
  const scanner = new Scanner(source);
  try {
    scanner.skipBlanks();
    const call = parseCall(scanner, 1);
    scanner.skipBlanks();
    return scanner.isAtEnd ? call : undefined;
  } catch (error) {
    if (error instanceof JsonPathSyntaxError) return undefined;
    throw error;
  }
}

function parseCall(scanner: Scanner, depth: number): IntrinsicCall {
  const start = scanner.position;
  const name = scanner.match(NAME)?.[1];
  if (name === undefined || !isIntrinsicName(name) || depth > DEEPEST) return scanner.fail();
  const found = parseArguments(scanner, depth);
  const [least, most] = ARITY[name];
  if (found.length < least || found.length > most) return scanner.fail();
  return { kind: 'call', source: scanner.since(start), name, arguments: found };
}

function isIntrinsicName(name: string): name is IntrinsicName {
  return Object.hasOwn(ARITY, name);
}

function parseArguments(scanner: Scanner, depth: number): Argument[] {
  const found: Argument[] = [];
  scanner.skipBlanks();
  if (scanner.take(')')) return found;
  for (;;) {
    scanner.skipBlanks();
    found.push(parseArgument(scanner, depth));
    scanner.skipBlanks();
    if (scanner.take(')')) return found;
    scanner.expect(',');
  }
}

function parseArgument(scanner: Scanner, depth: number): Argument {
  if (scanner.startsWith('$')) return { kind: 'path', path: parsePathAt(scanner) };
  if (scanner.startsWith('States.')) return parseCall(scanner, depth + 1);
  const string = scanner.match(STRING);
  if (string) return { kind: 'value', value: string[1] ?? '' };
  const word = scanner.match(WORD);
  if (word) return { kind: 'value', value: JSON.parse(word[0]) as Json };
  const number = scanner.match(NUMBER);
  return number ? { kind: 'value', value: Number(number[0]) } : scanner.fail();
}
