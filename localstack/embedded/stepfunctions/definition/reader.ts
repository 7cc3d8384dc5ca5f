import { isObject, type Json, type JsonObject } from '../json.ts';
import { isExpression } from '../jsonata/expression.ts';
import { compileTemplate, type Template } from '../jsonata/template.ts';
import { type Path, parsePath } from '../jsonpath/path.ts';
import { compilePayload, type Payload } from '../jsonpath/payload.ts';
import type { Assignment, QueryLanguage } from './model.ts';
import type { Problems } from './problems.ts';

/** What a field that may be an expression has to be when it is a constant. */
export interface ConstantRule {
  readonly accepts: (value: Json) => boolean;
  readonly expected: string;
}

/** A whole number of at least `least`. */
export function integer(least: number, most = Number.MAX_SAFE_INTEGER): ConstantRule {
  return {
    accepts: (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
    expected: `Expected value of type Integer, at least ${least}${most < Number.MAX_SAFE_INTEGER ? ` and at most ${most}` : ''}`,
  };
}

/** Reads the fields of one object of a definition, and reports what is wrong with them at their place. */
export class Reader {
  readonly #fields: JsonObject;
  readonly #location: string;
  readonly #problems: Problems;
  readonly language: QueryLanguage;

  constructor(fields: JsonObject, location: string, language: QueryLanguage, problems: Problems) {
    this.#fields = fields;
    this.#location = location;
    this.#problems = problems;
    this.language = language;
  }

  has(field: string): boolean {
    return this.#fields[field] !== undefined;
  }

  raw(field: string): Json | undefined {
    return this.#fields[field];
  }

  place(field: string): string {
    return `${this.#location}/${field}`;
  }

  /** Reports every field of `fields` that is missing, as AWS does: in one problem. */
  require(...fields: readonly string[]): void {
    const missing = fields.filter((field) => !this.has(field));
    if (missing.length === 0) return;
    this.#problems.schema(`These fields are required: [${missing.join(', ')}]`, this.#location);
  }

  /** A string that is not an expression. */
  string(field: string): string | undefined {
    const value = this.raw(field);
    if (value === undefined || typeof value === 'string') return value;
    this.#problems.schema('Expected value of type String', this.place(field));
    return undefined;
  }

  /** A number that no expression may stand for, e.g. a retrier's interval. */
  number(field: string, fallback: number, accepts: (value: number) => boolean, expected: string): number {
    const value = this.raw(field);
    if (value === undefined) return fallback;
    if (typeof value === 'number' && accepts(value)) return value;
    this.#problems.schema(expected, this.place(field));
    return fallback;
  }

  objects(field: string): JsonObject[] {
    const value = this.raw(field);
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      this.#problems.schema('Expected value of type Array', this.place(field));
      return [];
    }
    return value.filter((item, index): item is JsonObject => {
      if (isObject(item)) return true;
      this.#problems.schema('Expected value of type Object', `${this.place(field)}[${index}]`);
      return false;
    });
  }

  /** A value in which strings may be expressions. */
  template(field: string): Template | undefined {
    const value = this.raw(field);
    if (value === undefined) return undefined;
    return compileTemplate(value, field, (location, { code, message }) => {
      this.#problems.add(code, message, this.place(location));
    });
  }

  /** A value of one type: in JSONata states it may be an expression, which is checked when it is evaluated. */
  scalar(field: string, rule: ConstantRule): Template | undefined {
    const value = this.raw(field);
    if (value === undefined) return undefined;
    if (this.language === 'JSONata' && typeof value === 'string' && isExpression(value))
      return this.template(field);
    if (!rule.accepts(value)) this.#problems.schema(rule.expected, this.place(field));
    return { kind: 'constant', value };
  }

  assign(): Assignment | undefined {
    const value = this.raw('Assign');
    if (value === undefined) return undefined;
    if (!isObject(value)) {
      this.#problems.schema('Expected value of type Object', this.place('Assign'));
      return undefined;
    }
    if (this.language === 'JSONPath') {
      const payload = this.payload('Assign');
      return payload && { language: 'JSONPath', payload };
    }
    const template = this.template('Assign');
    return template && { language: 'JSONata', template };
  }

  payload(field: string): Payload | undefined {
    const value = this.raw(field);
    if (value === undefined) return undefined;
    return compilePayload(value, field, (location, path) => this.#refusePath(path, this.place(location)));
  }

  /** A reference path, `fallback` where the field is absent, null where it is null. */
  path(field: string, fallback: Path): Path | null {
    const value = this.raw(field);
    if (value === undefined) return fallback;
    if (value === null) return null;
    const path = typeof value === 'string' ? parsePath(value) : undefined;
    if (path) return path;
    this.#refusePath(String(value), this.place(field));
    return fallback;
  }

  #refusePath(path: string, place: string): void {
    const what = path.startsWith('States.') ? 'the JSONPath intrinsic function' : 'the JSONPath';
    this.#problems.unsupported(`${what} '${path}' (reference paths only; use JSONata)`, place);
  }
}
