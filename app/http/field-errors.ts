import type { FieldError } from '../errors/problems.ts';
import { visibleAscii } from '../schema/basics.ts';

/** An error of TypeBox about a value. */
interface SchemaError {
  readonly keyword: string;
  /** A JSON pointer (RFC 6901). */
  readonly instancePath: string;
  readonly message: string;
  readonly params: object;
}

const formatSentences: Readonly<Record<string, string>> = {
  date: 'must be a day, written YYYY-MM-DD',
  'date-time': 'must be a moment, written YYYY-MM-DDThh:mm:ssZ',
  uuid: 'must be an id, which is a UUID',
};

/** By pattern, because a client should not have to read one. */
const patternSentences: Readonly<Record<string, string>> = {
  [visibleAscii]: 'must be visible characters of ASCII, without spaces',
};

const otherPattern = 'must be written as the description of the API says';

const comparisons: Readonly<Record<string, string>> = {
  '>=': 'at least',
  '<=': 'at most',
  '>': 'more than',
  '<': 'less than',
};

/**
 * One entry for each field: missing and unknown ones by their own name, of the others the first error, as a sentence
 * where there is one. `value` is what was checked, `prefix` the part of the request, empty for the body.
 */
export function fieldErrors(errors: readonly SchemaError[], value: unknown, prefix: string): FieldError[] {
  const byPointer = new Map<string, string>();
  const add = (path: string, message: string) => {
    const pointer = prefix === '' ? path : `${prefix}${path}`;
    if (!byPointer.has(pointer)) byPointer.set(pointer, message);
  };
  // The messages of our own rules are clearer than those of the schema around them.
  for (const error of [...errors.filter(isRefinement), ...errors.filter((error) => !isRefinement(error))]) {
    const params = error.params as { requiredProperties?: string[]; additionalProperties?: string[] };
    if (error.keyword === 'required') {
      for (const name of params.requiredProperties ?? [])
        add(member(error.instancePath, name), 'is required');
    } else if (error.keyword === 'additionalProperties') {
      for (const name of params.additionalProperties ?? []) {
        add(
          member(error.instancePath, name),
          prefix === 'query' ? 'is not a known parameter' : 'is not a known field',
        );
      }
    } else if (!isAboutAlternatives(error)) {
      add(error.instancePath, sentenceOf(error, at(value, error.instancePath), prefix));
    }
  }
  return [...byPointer].map(([pointer, message]) => ({ pointer, message }));
}

/** For a value that may also be null, the errors of the other alternative are enough. */
function isAboutAlternatives({ keyword, params }: SchemaError): boolean {
  if (keyword === 'type') return (params as { type?: unknown }).type === 'null';
  return keyword === 'boolean' || keyword === 'anyOf';
}

function isRefinement({ keyword }: SchemaError): boolean {
  return keyword === '~refine';
}

function sentenceOf(
  { keyword, message, params, instancePath }: SchemaError,
  value: unknown,
  prefix: string,
): string {
  if (prefix === 'query' && Array.isArray(value)) return 'must be given once';
  if (value === null && instancePath === '') return 'must be given: this route needs a body';
  if (value === null) return 'must have a value: null takes away what is optional, and this is not';
  const known = params as {
    allowedValues?: readonly unknown[];
    format?: string;
    limit?: number;
    comparison?: string;
    pattern?: string;
  };
  if (keyword === 'minLength' && known.limit === 1) return 'must not be empty';
  if (keyword === 'pattern') return patternSentences[known.pattern ?? ''] ?? otherPattern;
  if (keyword === 'format') return formatSentences[known.format ?? ''] ?? otherPattern;
  if (comparisons[known.comparison ?? ''])
    return `must be ${comparisons[known.comparison ?? '']} ${known.limit}`;
  return keyword === 'enum' ? `must be one of ${known.allowedValues?.join(', ')}` : message;
}

/** What is at `pointer` in `value`; undefined where there is nothing. */
function at(value: unknown, pointer: string): unknown {
  let found = value;
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[name];
  }
  return found;
}

/** `path` and a member's name as a JSON pointer (RFC 6901). */
function member(path: string, name: string): string {
  return `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
