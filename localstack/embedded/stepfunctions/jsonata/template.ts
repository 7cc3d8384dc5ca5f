import type { Json } from '../json.ts';
import { isObject } from '../json.ts';
import { compile, EvaluationError, type Expression, ExpressionRefusal, isExpression } from './expression.ts';

/**
 * A value of a definition in which strings may be expressions, prepared for evaluation: a part without
 * expressions is kept as it is, and handed out without being copied.
 */
export type Template =
  | { readonly kind: 'constant'; readonly value: Json }
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'array'; readonly items: readonly Template[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, Template])[] };

/** Called with the place (`Output/total`) of each expression that is refused, and why. */
export type ReportExpression = (location: string, refusal: ExpressionRefusal) => void;

/** A failed evaluation: where in the state (`Output/total`), and the words for the history. */
export class QueryEvaluationError extends Error {
  /** Undefined where it is no field that failed. */
  readonly location: string | undefined;

  constructor(location: string | undefined, message: string) {
    super(message);
    this.location = location;
  }
}

/** Prepares `value`, the field `location` of a state. Faulty expressions are reported and stand for null. */
export function compileTemplate(value: Json, location: string, report: ReportExpression): Template {
  if (typeof value === 'string' && isExpression(value)) {
    try {
      return { kind: 'expression', expression: compile(value) };
    } catch (error) {
      if (!(error instanceof ExpressionRefusal)) throw error;
      report(location, error);
      return { kind: 'constant', value: null };
    }
  }
  if (Array.isArray(value)) {
    const items = value.map((item, index) => compileTemplate(item, `${location}[${index}]`, report));
    return items.every((item) => item.kind === 'constant')
      ? { kind: 'constant', value }
      : { kind: 'array', items };
  }
  if (isObject(value)) {
    const members = Object.entries(value).map(
      ([key, member]) => [key, compileTemplate(member, `${location}/${key}`, report)] as const,
    );
    return members.every(([, member]) => member.kind === 'constant')
      ? { kind: 'constant', value }
      : { kind: 'object', members };
  }
  return { kind: 'constant', value };
}

/** Evaluates a template whose field is `location`. Throws {@link QueryEvaluationError}. */
export async function evaluateTemplate(
  template: Template,
  location: string,
  bindings: Readonly<Record<string, unknown>>,
): Promise<Json> {
  switch (template.kind) {
    case 'constant':
      return template.value;
    case 'expression':
      return evaluateExpression(template.expression, location, bindings);
    case 'array': {
      const items: Json[] = [];
      for (const [index, item] of template.items.entries()) {
        items.push(await evaluateTemplate(item, `${location}[${index}]`, bindings));
      }
      return items;
    }
    case 'object': {
      const object: Record<string, Json> = {};
      for (const [key, member] of template.members) {
        object[key] = await evaluateTemplate(member, `${location}/${key}`, bindings);
      }
      return object;
    }
  }
}

async function evaluateExpression(
  expression: Expression,
  location: string,
  bindings: Readonly<Record<string, unknown>>,
): Promise<Json> {
  try {
    return await expression.evaluate(bindings);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    throw new QueryEvaluationError(location, expressionFault(expression.source, location, error.message));
  }
}

/** AWS's sentence about an expression, e.g. "The JSONata expression '$x' specified for the field 'Output' …". */
export function expressionFault(source: string, location: string, words: string): string {
  return `The JSONata expression '${source}' specified for the field '${location}' ${words}`;
}
