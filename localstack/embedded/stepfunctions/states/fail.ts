import type { FailState } from '../definition/model.ts';
import { StateError } from '../executions/errors.ts';
import { EXPECTED, evaluateAs } from '../executions/scope.ts';
import type { Template } from '../jsonata/template.ts';
import { effectivePathInput } from './data.ts';
import type { Outcome, Step } from './step.ts';

/** Fail: ends its block with an error. */
export async function executeFail({ engine, frame, visit, state }: Step<FailState>): Promise<Outcome> {
  if (state.paths) effectivePathInput(frame, visit);
  const text = async (template: Template | undefined, field: string) =>
    template && (await evaluateAs(engine.functions, frame, visit, template, field, EXPECTED.string));
  throw new StateError(await text(state.error, 'Error'), await text(state.cause, 'Cause'));
}
