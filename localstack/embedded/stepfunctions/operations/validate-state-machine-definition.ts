import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import { compileDefinition } from '../definition/compile.ts';
import type { MachineType } from '../definition/model.ts';
import type { Problem } from '../definition/problems.ts';
import { oneOf, required } from '../input.ts';
import type { StepFunctionsState } from '../state.ts';

interface ValidateStateMachineDefinitionInput {
  readonly definition?: string;
  readonly type?: string;
  readonly maxResults?: number;
}

const MOST_DIAGNOSTICS = 100;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html */
export const validateStateMachineDefinition = defineOperation({
  name: 'ValidateStateMachineDefinition',
  authorization: onAll('ValidateStateMachineDefinition'),
  run(_state: StepFunctionsState, input: ValidateStateMachineDefinitionInput) {
    const definition = required(input.definition, 'definition');
    const type = oneOf<MachineType>(input.type ?? 'STANDARD', 'type', ['STANDARD', 'EXPRESS']);
    const { problems } = compileDefinition(definition, type);
    const diagnostics = problems.map(diagnosticOf);
    const most = input.maxResults || MOST_DIAGNOSTICS;
    return {
      result: diagnostics.length > 0 ? 'FAIL' : 'OK',
      diagnostics: diagnostics.slice(0, most),
      truncated: diagnostics.length > most,
    };
  },
});

/** Of JSON that cannot be read, the message says the place too, as Jackson's does. */
function diagnosticOf(problem: Problem): Record<string, string> {
  const { code, message, location } = problem;
  const isUnreadable = code === 'INVALID_JSON_DESCRIPTION' && location !== undefined;
  return { severity: 'ERROR', ...problem, message: isUnreadable ? `${message}\n at ${location}` : message };
}
