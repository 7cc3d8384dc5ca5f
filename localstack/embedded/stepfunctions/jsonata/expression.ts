import jsonata from 'jsonata';
import type { Json } from '../json.ts';
import { topLevelReference } from './top-level.ts';

/** How long an expression may compute, in milliseconds of real time, and how deep it may nest, as measured on AWS. */
const GUARDRAILS = { timeout: 1000, stack: 100 };

/** A JSONata expression as it stands in a definition, parsed once. */
export interface Expression {
  /** Without the `{%` and `%}` around it. */
  readonly source: string;
  /** Answers a plain JSON value. Throws {@link EvaluationError}. */
  evaluate(bindings: Readonly<Record<string, unknown>>): Promise<Json>;
}

/** Why an expression has no JSON value; the words are AWS's, to be put after the name of its field. */
export class EvaluationError extends Error {}

/** Whether a string of a definition is an expression: it begins with exactly `{%` and ends with `%}`. */
export function isExpression(text: string): boolean {
  return text.length >= 4 && text.startsWith('{%') && text.endsWith('%}');
}

/** Why an expression is refused when its definition is made, with AWS's code and words. */
export class ExpressionRefusal extends Error {
  readonly code: 'INVALID_JSONATA_EXPRESSION' | 'UNSUPPORTED_JSONATA_EXPRESSION';

  constructor(code: ExpressionRefusal['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Parses `{% … %}`. Throws {@link ExpressionRefusal}. */
export function compile(text: string): Expression {
  const source = text.slice(2, -2).trim();
  const expression = parse(source);
  return {
    source,
    async evaluate(bindings) {
      let result: unknown;
      try {
        result = await expression.evaluate(undefined, bindings);
      } catch (error) {
        throw new EvaluationError(`threw an error during evaluation. ${describe(error)}`);
      }
      if (result === undefined) throw new EvaluationError('returned nothing (undefined).');
      return toJson(result);
    },
  };
}

function parse(source: string): jsonata.Expression {
  let expression: jsonata.Expression;
  try {
    expression = jsonata(source, GUARDRAILS);
  } catch (error) {
    throw new ExpressionRefusal('INVALID_JSONATA_EXPRESSION', (error as Error).message);
  }
  const name = topLevelReference(expression.ast());
  if (name === undefined) return expression;
  const words = `Reference to '${name}' at the top level is not supported.`;
  throw new ExpressionRefusal('UNSUPPORTED_JSONATA_EXPRESSION', words);
}

function describe(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { code, message } = error as { code?: string; message?: string };
  return code ? `${code}: ${message ?? ''}` : (message ?? String(error));
}

/** Copies what JSONata answered into plain JSON; it hands out its own arrays, and sometimes functions. */
function toJson(value: unknown): Json {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value;
    case 'object': {
      if (value === null) return null;
      if (Array.isArray(value)) return value.map(toJson);
      if ('_jsonata_lambda' in value || '_jsonata_function' in value) break;
      const copy: Record<string, Json> = {};
      for (const [key, member] of Object.entries(value)) {
        if (member !== undefined) copy[key] = toJson(member);
      }
      return copy;
    }
  }
  throw new EvaluationError('returned an unsupported result type.');
}
