import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { type ExecutionInput, executionOf } from '../executions/lookup.ts';
import type { StepFunctionsState } from '../state.ts';

interface StopExecutionInput extends ExecutionInput {
  readonly error?: string;
  readonly cause?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html */
export const stopExecution = defineOperation({
  name: 'StopExecution',
  authorization: onArn('StopExecution', 'executionArn'),
  run(state: StepFunctionsState, input: StopExecutionInput) {
    const execution = executionOf(state, input);
    state.interpreter.stop(execution, input.error, input.cause);
    return { stopDate: new Date(execution.stopDate ?? state.context.clock.now()) };
  },
});
