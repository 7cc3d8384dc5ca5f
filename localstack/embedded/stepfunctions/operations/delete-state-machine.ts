import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { checkArn, required } from '../input.ts';
import type { StepFunctionsState } from '../state.ts';

interface DeleteStateMachineInput {
  readonly stateMachineArn?: string;
}

/**
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html
 *
 * Executions under way go on to their end, as on AWS; the machine is gone at once.
 */
export const deleteStateMachine = defineOperation({
  name: 'DeleteStateMachine',
  authorization: onArn('DeleteStateMachine', 'stateMachineArn'),
  run(state: StepFunctionsState, input: DeleteStateMachineInput) {
    const arn = required(input.stateMachineArn, 'stateMachineArn');
    checkArn(arn, 'stateMachine');
    state.machines.delete(arn);
    return {};
  },
});
