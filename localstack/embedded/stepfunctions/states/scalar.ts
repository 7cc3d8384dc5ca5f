import type { Scalar } from '../definition/model.ts';
import { EXPECTED, evaluateAs, pathScope } from '../executions/scope.ts';
import type { Json } from '../json.ts';
import type { IntrinsicScope } from '../jsonpath/evaluate-intrinsic.ts';
import { follow } from '../jsonpath/path.ts';
import { PathError, type Selector, selectValue } from '../jsonpath/payload.ts';
import { selectedInput } from './data.ts';
import type { Step } from './step.ts';

/** A type that a field asks of its value. */
interface Expected<Type extends Json> {
  readonly type: (typeof EXPECTED)[keyof typeof EXPECTED]['type'];
  readonly is: (value: Json) => value is Type;
}

/** What AWS says of a path that does not name a value of the field's type. */
export interface PathWords {
  /** Of a value of another type; default: that the field refers to it. */
  readonly refused?: (value: Json, source: string) => string;
  /** Of no value at all; default: that of the field. */
  readonly missing?: (source: string) => string;
}

/** The value of a field: a constant, an expression's, or what its path names. Throws `PathError` or `QueryEvaluationError`. */
export async function scalarValue<Type extends Json>(
  step: Step,
  scalar: Scalar,
  field: string,
  expected: Expected<Type>,
  words: PathWords = {},
): Promise<Type> {
  const { engine, frame, visit } = step;
  if (scalar.kind !== 'path' && scalar.kind !== 'call')
    return evaluateAs(engine.functions, frame, visit, scalar, field, expected);
  const scope = pathScope(engine, frame, visit, selectedInput(engine, frame, visit));
  const value = parsed(select(scalar, scope, words), expected);
  if (expected.is(value)) return value;
  const source = scalar.kind === 'path' ? scalar.path.source : scalar.call.source;
  throw new PathError(words.refused?.(value, source) ?? refused(`${field}Path`, expected, value, source));
}

function select(selector: Selector, scope: IntrinsicScope, { missing }: PathWords): Json {
  if (!missing || selector.kind === 'call') return selectValue(selector, scope);
  const value = follow(selector.path, scope);
  if (value === undefined) throw new PathError(missing(selector.path.source));
  return value;
}

/** AWS takes a number that a path names as text, too. */
function parsed(value: Json, { type }: Expected<Json>): Json {
  if (type !== 'number' || typeof value !== 'string') return value;
  return /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
}

/** AWS's sentence about a value that a path names and that is not of the field's type. */
function refused(field: string, expected: Expected<Json>, value: Json, source: string): string {
  const kind =
    expected === EXPECTED.number ? 'float' : expected.type === 'number' ? 'integer' : expected.type;
  return `The ${field} field refers to value "${asText(value)}" which is not a valid ${kind}: ${source}`;
}

/** A value as AWS quotes it: strings as they are, all else as JSON. */
export function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
