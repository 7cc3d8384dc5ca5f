import type { Scalar } from '../definition/model.ts';
import { type EXPECTED, evaluateAs, pathScope } from '../executions/scope.ts';
import type { Json } from '../json.ts';
import { PathError, type Selector, selectValue } from '../jsonpath/payload.ts';
import { selectedInput } from './data.ts';
import type { Step } from './step.ts';

/** A type that a field asks of its value. */
interface Expected<Type extends Json> {
  readonly type: (typeof EXPECTED)[keyof typeof EXPECTED]['type'];
  readonly is: (value: Json) => value is Type;
}

/** What is said of a value that a path names and that is not of the field's type. */
export type Refusal = (value: Json, source: string) => string;

/** The value of a field: a constant, an expression's, or what its path names. Throws `PathError` or `QueryEvaluationError`. */
export async function scalarValue<Type extends Json>(
  step: Step,
  scalar: Scalar,
  field: string,
  expected: Expected<Type>,
  refusal: Refusal = notAn(`${field}Path`, expected.type),
): Promise<Type> {
  const { engine, frame, visit } = step;
  if (scalar.kind !== 'path' && scalar.kind !== 'call')
    return evaluateAs(engine.functions, frame, visit, scalar, field, expected);
  const scope = pathScope(engine, frame, visit, selectedInput(engine, frame, visit));
  const value = parsed(selectValue(scalar, scope), expected.type);
  if (expected.is(value)) return value;
  throw new PathError(refusal(value, sourceOf(scalar)));
}

/** AWS takes a number that a path names as text, too. */
function parsed(value: Json, type: string): Json {
  return type === 'number' && typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
}

/** AWS's sentence about a number that is none. */
function notAn(field: string, type: string): Refusal {
  const kind = type === 'number' ? 'integer' : type;
  return (value, source) =>
    `The ${field} field refers to value "${asText(value)}" which is not a valid ${kind}: ${source}`;
}

/** A value as AWS quotes it: strings as they are, all else as JSON. */
export function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function sourceOf(selector: Selector): string {
  return selector.kind === 'path' ? selector.path.source : selector.call.source;
}
