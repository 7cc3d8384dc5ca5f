import type { ChoiceState } from '../definition/model.ts';
import { StateError } from '../executions/errors.ts';
import { EXPECTED, evaluateAs } from '../executions/scope.ts';
import type { Outcome, Step } from './step.ts';

/** Choice: goes the way of the first rule whose Condition is true, else that of Default. */
export async function executeChoice({ engine, frame, visit, state }: Step<ChoiceState>): Promise<Outcome> {
  for (const [index, rule] of state.choices.entries()) {
    const field = `Choices[${index}]/Condition`;
    if (await evaluateAs(engine.functions, frame, visit, rule.condition, field, EXPECTED.boolean)) {
      return { kind: 'done', way: { ...rule, prefix: `Choices[${index}]/` } };
    }
  }
  if (state.default === undefined) {
    const words = 'Failed to transition out of the state. The state does not point to a next state.';
    throw new StateError('States.NoChoiceMatched', words);
  }
  return { kind: 'done', way: { ...state, next: state.default, prefix: '' } };
}
