import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../core/errors.ts';
import { operationSchema, requiredMembers } from './sdk-schema.ts';

/** Services that answer an absent member with `MissingParameter…`; others with a failed validation. */
const PARAMETERS = new Set(['cloudwatch', 'iam', 'sqs', 'sts']);

/**
 * What AWS would answer where an input is not of its operation's shape: SerializationException for a member of another
 * type, and for a required one that is absent ValidationException or MissingParameter. Undefined where the shape is right,
 * or the SDK's package is not installed. It loads a client of the SDK, so it is for what has failed already.
 */
export function problemOfInput(service: string, operation: string, input: unknown): AwsError | undefined {
  try {
    const schema = operationSchema(service, operation, 'input');
    const problem = schema && problemOf(schema, input, '');
    if (!problem) return undefined;
    if (problem.absent === undefined) return new AwsError('SerializationException', problem.wrong);
    if (PARAMETERS.has(service)) {
      return new AwsError('MissingParameter', `The request must contain the parameter ${problem.absent}.`);
    }
    return new AwsError(
      'ValidationException',
      `1 validation error detected: Value null at '${problem.absent}' failed to satisfy constraint: Member must not be null`,
    );
  } catch {
    return undefined;
  }
}

type Problem = { readonly wrong: string; readonly absent?: undefined } | { readonly absent: string };

function problemOf(schema: NormalizedSchema, value: unknown, at: string): Problem | undefined {
  if (schema.isDocumentSchema() || schema.isBlobSchema() || schema.isTimestampSchema()) return undefined;
  if (schema.isListSchema()) return listProblem(schema, value, at);
  if (schema.isMapSchema()) return mapProblem(schema, value, at);
  if (schema.isStructSchema()) return structureProblem(schema, value, at);
  if (schema.isStringSchema()) return typeof value === 'string' ? undefined : wrong(value, 'a string', at);
  // Protocols of text hand over numbers and truth values as text.
  if (schema.isBooleanSchema()) {
    return typeof value === 'boolean' || value === 'true' || value === 'false'
      ? undefined
      : wrong(value, 'a boolean', at);
  }
  if (schema.isNumericSchema()) {
    const isNumber = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
    return isNumber && !Number.isNaN(Number(value)) ? undefined : wrong(value, 'a number', at);
  }
  return undefined;
}

function listProblem(schema: NormalizedSchema, value: unknown, at: string): Problem | undefined {
  if (!Array.isArray(value)) return wrong(value, 'a list', at);
  return first(value.entries(), ([index, item]) =>
    problemOf(schema.getValueSchema(), item, `${at}[${index}]`),
  );
}

function mapProblem(schema: NormalizedSchema, value: unknown, at: string): Problem | undefined {
  if (!isObject(value)) return wrong(value, 'a map', at);
  return first(Object.entries(value), ([key, item]) =>
    problemOf(schema.getValueSchema(), item, within(at, key)),
  );
}

function structureProblem(schema: NormalizedSchema, value: unknown, at: string): Problem | undefined {
  if (!isObject(value)) return wrong(value, 'a structure', at);
  let required = requiredMembers(schema);
  return first(schema.structIterator(), ([name, member]) => {
    const isRequired = required-- > 0;
    const item = Object.hasOwn(value, name) ? value[name] : undefined;
    const path = within(at, name);
    if (item !== undefined && item !== null) return problemOf(member, item, path);
    return isRequired ? { absent: path } : undefined;
  });
}

function first<Item>(items: Iterable<Item>, look: (item: Item) => Problem | undefined): Problem | undefined {
  for (const item of items) {
    const problem = look(item);
    if (problem) return problem;
  }
  return undefined;
}

function wrong(value: unknown, wanted: string, at: string): Problem {
  const found = value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value;
  return { wrong: `${at || 'The input'} must be ${wanted}, and is ${found}.` };
}

const within = (at: string, name: string) => (at === '' ? name : `${at}.${name}`);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
