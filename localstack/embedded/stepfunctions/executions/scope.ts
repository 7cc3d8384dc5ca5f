import { type Json, type JsonObject, typeName } from '../json.ts';
import type { Template } from '../jsonata/template.ts';
import { evaluateTemplate, expressionFault, QueryEvaluationError } from '../jsonata/template.ts';
import type { IntrinsicScope } from '../jsonpath/evaluate-intrinsic.ts';
import type { Frame, Visit } from './model.ts';

/** What an expression may read besides the state's input and the variables. */
export interface Extras {
  readonly result?: Json;
  readonly errorOutput?: Json;
}

/** Evaluates a template of the state being visited; `functions` are those of Step Functions. */
export function evaluate(
  functions: Readonly<Record<string, unknown>>,
  frame: Frame,
  visit: Visit,
  template: Template,
  location: string,
  extras: Extras = {},
): Promise<Json> | Json {
  if (template.kind === 'constant') return template.value;
  const states = {
    input: visit.input.value,
    get context() {
      return contextObject(frame, visit);
    },
    ...extras,
  };
  return evaluateTemplate(template, location, { ...functions, ...visibleVariables(frame), states });
}

/** Evaluates a template that must answer a value of one type. */
export async function evaluateAs<Type extends Json>(
  functions: Readonly<Record<string, unknown>>,
  frame: Frame,
  visit: Visit,
  template: Template,
  location: string,
  expected: { readonly type: string; readonly is: (value: Json) => value is Type },
): Promise<Type> {
  const value = await evaluate(functions, frame, visit, template, location);
  if (expected.is(value)) return value;
  const source = template.kind === 'expression' ? template.expression.source : JSON.stringify(value);
  const words =
    `returned an unexpected result type. Expected '${expected.type}', ` +
    `but was '${typeName(value)}' for value: ${JSON.stringify(value)}`;
  throw new QueryEvaluationError(location, expressionFault(source, location, words));
}

const wholeNumber = (value: Json): value is number => Number.isInteger(value) && (value as number) >= 0;

/** The types that fields ask of their expressions. */
export const EXPECTED = {
  array: { type: 'array', is: (value: Json): value is Json[] => Array.isArray(value) },
  boolean: { type: 'boolean', is: (value: Json): value is boolean => typeof value === 'boolean' },
  string: { type: 'string', is: (value: Json): value is string => typeof value === 'string' },
  integer: { type: 'number', is: wholeNumber },
  number: { type: 'number', is: (value: Json): value is number => typeof value === 'number' },
} as const;

/** The variables that a state of `frame` can read: its own block's, and those of the blocks around it. */
function visibleVariables(frame: Frame): Readonly<Record<string, Json>> {
  if (!frame.parent) return frame.variables;
  return { ...visibleVariables(frame.parent), ...frame.variables };
}

/** What JSONPath and intrinsic functions of the state being visited read; `input` stands for `$`. */
export function pathScope(
  { random }: Pick<IntrinsicScope, 'random'>,
  frame: Frame,
  visit: Visit,
  input: Json,
): IntrinsicScope {
  return {
    random,
    input,
    context: () => contextObject(frame, visit),
    variable: (name) => visibleVariables(frame)[name],
  };
}

/** The context object (https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html). */
function contextObject(frame: Frame, visit: Visit): JsonObject {
  const { execution } = frame;
  const { state } = visit;
  const mocked = execution.probe?.settings.context;
  if (mocked) return mocked;
  const context: JsonObject = {
    Execution: {
      Id: execution.arn,
      Input: execution.input.value,
      StartTime: new Date(execution.startDate).toISOString(),
      Name: execution.name,
      // A state may be tested without a role.
      RoleArn: execution.revision.roleArn || null,
      // Express executions cannot be redriven.
      ...(execution.revision.type === 'EXPRESS' ? {} : { RedriveCount: 0 }),
    },
    StateMachine: { Id: execution.revision.arn, Name: execution.revision.name },
    State: { Name: state.name, EnteredTime: new Date(visit.enteredTime).toISOString() },
  };
  if ('retry' in state) {
    const retries = (visit.retries ?? []).reduce((sum, count) => sum + count, 0);
    (context.State as JsonObject).RetryCount = retries;
  }
  if (visit.token !== undefined) context.Task = { Token: visit.token };
  const iteration = enclosingIteration(frame);
  if (iteration?.item !== undefined)
    context.Map = { Item: { Index: iteration.index, Value: iteration.item } };
  return context;
}

function enclosingIteration(frame: Frame): Frame | undefined {
  if (frame.item !== undefined) return frame;
  return frame.parent && enclosingIteration(frame.parent);
}
