import { isObject, type Json, type JsonObject } from '../json.ts';
import { isExpression } from '../jsonata/expression.ts';
import { compileTemplate, type Template } from '../jsonata/template.ts';
import { isReferencePath, type Path, parsePath } from '../jsonpath/path.ts';
import { compilePayload, type Payload, parseSelector, type Selector } from '../jsonpath/payload.ts';
import type { Assignment, QueryLanguage, Scalar } from './model.ts';
import type { Problems } from './problems.ts';

/** What a field that may be an expression has to be when it is a constant. */
export interface ConstantRule {
  readonly accepts: (value: Json) => boolean;
  readonly expected: string;
}

/** Whether a `…Path` may be a call of an intrinsic function, too. */
interface SelectorRule {
  readonly allowsCalls?: boolean;
}

const NOT_A_PATH = 'Value is not a valid JSONPath';

/** A whole number of at least `least`. */
export function integer(least: number, most = Number.MAX_SAFE_INTEGER): ConstantRule {
  return {
    accepts: (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
    expected: `Expected value of type Integer, at least ${least}${most < Number.MAX_SAFE_INTEGER ? ` and at most ${most}` : ''}`,
  };
}

/** The field that holds a Map's processor: `Iterator` is its older name. */
export function processorField(reader: Pick<Reader, 'has'>): string {
  return reader.has('Iterator') && !reader.has('ItemProcessor') ? 'Iterator' : 'ItemProcessor';
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

  /** The names of all fields. */
  fields(): string[] {
    return Object.keys(this.#fields);
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

  object(field: string): JsonObject | undefined {
    const value = this.raw(field);
    if (value === undefined || isObject(value)) return value;
    this.#problems.schema('Expected value of type Object', this.place(field));
    return undefined;
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

  /**
   * A value of one type: in JSONata states it may be an expression, in JSONPath states the field's `…Path` may name it;
   * both are checked when they are evaluated.
   */
  scalar(field: string, rule: ConstantRule, options: SelectorRule = {}): Scalar | undefined {
    if (this.language === 'JSONPath' && this.has(`${field}Path`)) return this.#selector(field, options);
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
    return compilePayload(value, field, (location, name) => {
      const words = `The value for the field '${name}' must be a valid JSONPath or a valid intrinsic function call`;
      this.#problems.schema(words, this.place(location));
    });
  }

  /** What `…Path` names, which must not be written beside the field itself. */
  #selector(field: string, { allowsCalls = false }: SelectorRule): Selector | undefined {
    const name = `${field}Path`;
    if (this.has(field))
      this.#problems.schema(`Only one of '${field}' and '${name}' may be set`, this.#location);
    const selector = parseSelector(this.raw(name) ?? null, name);
    if (selector && (selector.kind === 'path' || allowsCalls)) return selector;
    this.#problems.schema(
      allowsCalls ? 'Value is not a valid JSONPath or intrinsic function call' : NOT_A_PATH,
      this.place(name),
    );
    return undefined;
  }

  /** A JSONPath, `fallback` where the field is absent, null where it is null. */
  path(field: string, fallback: Path): Path | null {
    const value = this.raw(field);
    if (value === undefined) return fallback;
    if (value === null) return null;
    const path = typeof value === 'string' ? parsePath(value) : undefined;
    if (path) return path;
    this.#problems.schema(NOT_A_PATH, this.place(field));
    return fallback;
  }

  /** A JSONPath of one place in the input, to which a result can be written. */
  referencePath(field: string, fallback: Path): Path | null {
    const path = this.path(field, fallback);
    if (!path || (path.root === '$' && isReferencePath(path))) return path;
    this.#problems.schema('Value is not a Reference Path', this.place(field));
    return fallback;
  }
}
