import type { FailState, Scalar } from '../definition/model.ts';
import { StateError } from '../executions/errors.ts';
import { EXPECTED } from '../executions/scope.ts';
import { selectedInput } from './data.ts';
import { scalarValue } from './scalar.ts';
import type { Outcome, Step } from './step.ts';

/** Fail: ends its block with an error. */
export async function executeFail(step: Step<FailState>): Promise<Outcome> {
  const { engine, frame, visit, state } = step;
  if (state.paths) selectedInput(engine, frame, visit);
  const { error, cause } = state;
  throw new StateError(await text(step, error, 'Error'), await text(step, cause, 'Cause'));
}

async function text(
  step: Step<FailState>,
  scalar: Scalar | undefined,
  field: string,
): Promise<string | undefined> {
  return scalar && scalarValue(step, scalar, field, EXPECTED.string);
}
