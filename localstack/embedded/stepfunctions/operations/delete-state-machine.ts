import { checkArn, required } from '../input.ts';
import type { StepFunctionsRoom } from '../room.ts';

interface Input {
  readonly stateMachineArn?: string;
}

/**
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html
 *
 * Executions under way go on to their end, as on AWS; the machine is gone at once.
 */
export function deleteStateMachine(room: StepFunctionsRoom) {
  return (input: Input) => {
    const arn = required(input.stateMachineArn, 'stateMachineArn');
    checkArn(arn, 'stateMachine');
    room.machines.delete(arn);
    return {};
  };
}
