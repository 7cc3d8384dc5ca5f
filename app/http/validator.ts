import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Settings } from 'typebox/system';
import { Value } from 'typebox/value';
import type { FieldError } from '../errors/problems.ts';
import { normalized } from '../schema/text.ts';
import { fieldErrors } from './field-errors.ts';

// To name every invalid field, and not just the first eight.
Settings.Set({ maxErrors: 500 });

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
 * Checks requests with TypeBox. In a body only the texts are normalized. Query, path and headers, which are always
 * text, are converted to the types of the schema first, and missing members get the schema's default.
 */
export const compileValidator: FastifySchemaCompiler<unknown> = ({ schema: routeSchema, httpPart }) => {
  const schema = routeSchema as TSchema;
  // Compiled when a request first needs it: a cold start would otherwise compile all schemas for one request.
  let compiled: ReturnType<typeof Compile> | undefined;
  const prefix =
    httpPart === 'body' || httpPart === undefined ? '' : httpPart.replace('querystring', 'query');
  return (value: unknown) => {
    const converted =
      httpPart === 'body'
        ? withNormalTexts(schema, value)
        : withNumbers(schema, Value.Default(schema, value));
    compiled ??= Compile(schema);
    if (compiled.Check(converted)) return { value: converted };
    return { error: new ValidationError(fieldErrors(compiled.Errors(converted), converted, prefix)) };
  };
};

/** The members of a schema that show where texts are. */
interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
}

/** `value` with the texts of `schema` normalized; it goes no deeper than the schema does. */
function withNormalTexts(schema: Shape, value: unknown): unknown {
  if (typeof value === 'string') return normalized(value);
  if (typeof value !== 'object' || value === null) return value;
  const { items, properties } = schema.anyOf?.find((one) => one.items ?? one.properties) ?? schema;
  if (Array.isArray(value)) return items ? value.map((item) => withNormalTexts(items, item)) : value;
  if (!properties) return value;
  const entries = Object.entries(value).map(([name, member]): [string, unknown] => {
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return [name, known ? withNormalTexts(known, member) : member];
  });
  return Object.fromEntries(entries);
}

/** Texts of whole numbers become numbers where the schema has integers; the check refuses any other text. */
function withNumbers(schema: TSchema, value: unknown): unknown {
  const { properties = {} } = schema as { properties?: Readonly<Record<string, { type?: string }>> };
  const entries = Object.entries(value ?? {}).map(([name, text]): [string, unknown] => {
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const isNumber = known?.type === 'integer' && typeof text === 'string' && /^-?\d{1,15}$/.test(text);
    return [name, isNumber ? Number(text) : text];
  });
  return Object.fromEntries(entries);
}
