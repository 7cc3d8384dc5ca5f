import type { ChoiceRule, ChoiceState } from '../definition/model.ts';
import { StateError } from '../executions/errors.ts';
import { EXPECTED, evaluateAs, pathScope } from '../executions/scope.ts';
import { holds } from '../jsonpath/evaluate-choice.ts';
import { selectedInput } from './data.ts';
import type { Outcome, Step } from './step.ts';

/** Choice: goes the way of the first rule that applies, else that of Default. */
export async function executeChoice(step: Step<ChoiceState>): Promise<Outcome> {
  const { state } = step;
  for (const [index, rule] of state.choices.entries()) {
    if (await applies(step, rule, `Choices[${index}]/Condition`))
      return { kind: 'done', way: { ...rule, prefix: `Choices[${index}]/` } };
  }
  if (state.default === undefined) {
    const words = 'Failed to transition out of the state. The state does not point to a next state.';
    throw new StateError('States.NoChoiceMatched', words);
  }
  return { kind: 'done', way: { ...state, next: state.default, prefix: '' } };
}

function applies(
  { engine, frame, visit }: Step<ChoiceState>,
  { condition }: ChoiceRule,
  field: string,
): Promise<boolean> | boolean {
  if (condition.language === 'JSONata')
    return evaluateAs(engine.functions, frame, visit, condition.template, field, EXPECTED.boolean);
  const scope = pathScope(engine, frame, visit, selectedInput(engine, frame, visit));
  return holds(condition.test, scope);
}
