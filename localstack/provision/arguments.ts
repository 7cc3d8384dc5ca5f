import { ProvisionError } from './errors.ts';
import type { Value } from './expressions/syntax.ts';
import { textOf } from './expressions/values.ts';

/**
 * What a resource type understands under one name. `check` sees the definition before anything is created, its
 * expressions not yet evaluated; `decode` sees the value. Both throw {@link ProvisionError} with the argument's path.
 */
export interface Field<T> {
  check(raw: Value | undefined, at: string): void;
  decode(value: Value | undefined, at: string): T;
  /** What a block has in it. */
  readonly fields?: Fields | undefined;
}

/** Arguments by their Terraform names. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** The values of {@link Fields} after decoding. */
export type Decoded<F extends Fields> = {
  readonly [Name in keyof F]: F[Name] extends Field<infer T> ? T : never;
};

/** A string; numbers and bools are converted as Terraform does. */
export const text: Field<string> = scalar('a string', (value) =>
  typeof value === 'string' ? value : typeof value === 'object' ? undefined : textOf(value),
);

/** A number, or a string that is one. */
export const number: Field<number> = scalar('a number', (value) => {
  const converted = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof converted === 'number' && !Number.isNaN(converted) ? converted : undefined;
});

/** A bool, or the string `true` or `false`. */
export const flag: Field<boolean> = scalar('a bool', (value) =>
  value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined,
);

/** JSON in a string: policies, state machines, dashboards. Kept as text, refused when it does not parse. */
export const jsonText: Field<string> = scalar('JSON text', (value) => {
  if (typeof value !== 'string') return undefined;
  try {
    JSON.parse(value);
    return value;
  } catch {
    return undefined;
  }
});

/** May be left out, or null. */
export function optional<T>(field: Field<T>): Field<T | undefined> {
  return {
    check: (raw, at) => (isAbsent(raw) ? undefined : field.check(raw, at)),
    decode: (value, at) => (isAbsent(value) ? undefined : field.decode(value, at)),
    fields: field.fields,
  };
}

/** May be left out; `value` stands in, as in Terraform's own schema. */
export function withDefault<T>(field: Field<T>, value: T): Field<T> {
  const inner = optional(field);
  return { ...inner, decode: (own, at) => inner.decode(own, at) ?? value };
}

/** A list or set. */
export function list<T>(of: Field<T>): Field<T[]> {
  return {
    fields: of.fields,
    check(raw, at) {
      if (isAbsent(raw)) throw missing(at);
      if (!Array.isArray(raw)) return;
      for (const [index, item] of raw.entries()) of.check(item, `${at}[${index}]`);
    },
    decode(value, at) {
      if (isAbsent(value)) throw missing(at);
      if (!Array.isArray(value)) throw wrong(at, 'a list');
      return value.map((item, index) => of.decode(item, `${at}[${index}]`));
    },
  };
}

/** A map from names that the definition is free to choose. */
export function map<T>(of: Field<T>): Field<Record<string, T>> {
  return {
    check(raw, at) {
      if (isAbsent(raw)) throw missing(at);
      if (isRecord(raw)) for (const [name, item] of Object.entries(raw)) of.check(item, `${at}.${name}`);
    },
    decode(value, at) {
      if (isAbsent(value)) throw missing(at);
      if (!isRecord(value)) throw wrong(at, 'a map');
      return Object.fromEntries(
        Object.entries(value).map(([name, item]) => [name, of.decode(item, `${at}.${name}`)]),
      );
    },
  };
}

/** A nested block that occurs once; Terraform's JSON writes it as an object or as a list of one. */
export function block<F extends Fields>(fields: F): Field<Decoded<F>> {
  const only = (value: Value | undefined, at: string): Value | undefined => {
    if (!Array.isArray(value)) return value;
    if (value.length > 1) throw wrong(at, 'at most one block');
    return value[0];
  };
  return {
    fields,
    check(raw, at) {
      const value = only(raw, at);
      if (isAbsent(value)) throw missing(at);
      if (isRecord(value)) checkArguments(fields, value, at);
    },
    decode(blocks, at) {
      const value = only(blocks, at);
      if (isAbsent(value)) throw missing(at);
      if (!isRecord(value)) throw wrong(at, 'a block');
      return decodeArguments(fields, value, at);
    },
  };
}

/** A nested block that may occur any number of times; none when left out. */
export function blocks<F extends Fields>(fields: F): Field<Decoded<F>[]> {
  const each = list(block(fields));
  const all = (value: Value | undefined): Value =>
    isAbsent(value) ? [] : Array.isArray(value) || typeof value === 'string' ? value : [value];
  return {
    fields,
    check: (raw, at) => each.check(all(raw), at),
    decode: (value, at) => each.decode(all(value), at),
  };
}

/** The path of every argument, those in blocks included: `target.retry_policy.maximum_retry_attempts`. */
export function argumentPaths(fields: Fields, at = ''): string[] {
  return Object.entries(fields).flatMap(([name, field]) =>
    field.fields ? argumentPaths(field.fields, join(at, name)) : [join(at, name)],
  );
}

/** Refuses names that `fields` does not know and misses those it needs, before anything is evaluated. */
export function checkArguments(fields: Fields, values: { readonly [name: string]: Value }, at = ''): void {
  const unknown = Object.keys(values).find((name) => !Object.hasOwn(fields, name));
  if (unknown !== undefined) {
    throw new ProvisionError('UnknownArgument', 'this argument is not supported', {
      argument: join(at, unknown),
    });
  }
  for (const [name, field] of Object.entries(fields)) field.check(values[name], join(at, name));
}

/** The evaluated arguments as their resource type wants them. */
export function decodeArguments<F extends Fields>(
  fields: F,
  values: { readonly [name: string]: Value },
  at = '',
): Decoded<F> {
  const unknown = Object.keys(values).find((name) => !Object.hasOwn(fields, name));
  if (unknown !== undefined) {
    throw new ProvisionError('UnknownArgument', 'this argument is not supported', {
      argument: join(at, unknown),
    });
  }
  const decoded = Object.entries(fields).map(([name, field]) => [
    name,
    field.decode(values[name], join(at, name)),
  ]);
  return Object.fromEntries(decoded) as Decoded<F>;
}

function scalar<T>(wanted: string, convert: (value: Value) => T | undefined): Field<T> {
  return {
    check(raw, at) {
      if (isAbsent(raw)) throw missing(at);
      if (typeof raw === 'object') throw wrong(at, wanted);
    },
    decode(value, at) {
      if (isAbsent(value)) throw missing(at);
      const converted = convert(value);
      if (converted === undefined) throw wrong(at, wanted);
      return converted;
    },
  };
}

function isAbsent(value: Value | undefined): value is null | undefined {
  return value === undefined || value === null;
}

function isRecord(value: Value | undefined): value is { [name: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function missing(at: string): ProvisionError {
  return new ProvisionError('MissingArgument', 'this argument is required', { argument: at });
}

function wrong(at: string, wanted: string): ProvisionError {
  return new ProvisionError('WrongArgument', `this argument must be ${wanted}`, { argument: at });
}

function join(at: string, name: string): string {
  return at === '' ? name : `${at}.${name}`;
}
