import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import Format from 'typebox/format';
import { Settings } from 'typebox/system';
import { Value } from 'typebox/value';
import { isCurrency } from '../policies/money.ts';
import type { FieldError } from './problems.ts';

// Every offending field is named, not the first eight.
Settings.Set({ maxErrors: 500 });
Format.Set('currency', isCurrency);

/** What {@link compileValidator} reports; the error handler turns it into a problem. */
export class ValidationError extends Error {
  readonly code = 'REQUEST_INVALID';
  readonly errors: readonly FieldError[];

  constructor(errors: readonly FieldError[]) {
    super('The request does not fit the schema');
    this.errors = errors;
  }
}

/**
 * Checks requests with TypeBox itself. A body is taken as it is; what can only be text (query, path, headers) is
 * converted to the types of the schema first, and what is left out gets the schema's default.
 */
export const compileValidator: FastifySchemaCompiler<unknown> = ({ schema: given, httpPart }) => {
  const schema = given as TSchema;
  // Compiled with the first request that needs it: a cold start would compile all of them for one request.
  let compiled: ReturnType<typeof Compile> | undefined;
  const prefix =
    httpPart === 'body' || httpPart === undefined ? '' : httpPart.replace('querystring', 'query');
  return (value: unknown) => {
    const converted = httpPart === 'body' ? value : withNumbers(schema, Value.Default(schema, value));
    compiled ??= Compile(schema);
    if (compiled.Check(converted)) return { value: converted };
    return { error: new ValidationError(fieldErrors(compiled.Errors(converted), prefix)) };
  };
};

/** Texts of whole numbers become numbers where the schema wants those; the check refuses any other text. */
function withNumbers(schema: TSchema, value: unknown): unknown {
  const { properties = {} } = schema as { properties?: Readonly<Record<string, { type?: string }>> };
  const entries = Object.entries(value ?? {}).map(([name, text]): [string, unknown] => {
    const isNumber = properties[name]?.type === 'integer' && /^-?\d{1,15}$/.test(String(text));
    return [name, isNumber ? Number(text) : text];
  });
  return Object.fromEntries(entries);
}

interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message: string;
  readonly params: object;
}

/** One entry a field: a missing one and a surplus one under its own name, and the first complaint of the others. */
export function fieldErrors(errors: readonly SchemaError[], prefix: string): FieldError[] {
  const byPointer = new Map<string, string>();
  const add = (path: string, message: string) => {
    const pointer = prefix === '' ? path : `${prefix}${path}`;
    if (!byPointer.has(pointer)) byPointer.set(pointer, message);
  };
  for (const error of errors) {
    const params = error.params as { requiredProperties?: string[]; additionalProperties?: string[] };
    if (error.keyword === 'required') {
      for (const name of params.requiredProperties ?? [])
        add(member(error.instancePath, name), 'is required');
    } else if (error.keyword === 'additionalProperties') {
      for (const name of params.additionalProperties ?? []) {
        add(member(error.instancePath, name), 'is not a known field');
      }
    } else if (error.keyword !== 'boolean') {
      add(error.instancePath, error.message);
    }
  }
  return [...byPointer].map(([pointer, message]) => ({ pointer, message }));
}

/** `path` and a member's name as a JSON pointer (RFC 6901). */
function member(path: string, name: string): string {
  return `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
