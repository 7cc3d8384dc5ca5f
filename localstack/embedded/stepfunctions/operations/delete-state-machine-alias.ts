import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { checkArn, required } from '../input.ts';
import type { StepFunctionsState } from '../state.ts';

interface DeleteStateMachineAliasInput {
  readonly stateMachineAliasArn?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineAlias.html */
export const deleteStateMachineAlias = defineOperation({
  name: 'DeleteStateMachineAlias',
  authorization: onArn('DeleteStateMachineAlias', 'stateMachineAliasArn'),
  run(state: StepFunctionsState, input: DeleteStateMachineAliasInput) {
    const arn = required(input.stateMachineAliasArn, 'stateMachineAliasArn');
    checkArn(arn, 'stateMachine');
    const machine = state.machines.ownerOf(arn);
    if (machine)
      state.machines.put({ ...machine, aliases: machine.aliases.filter((alias) => alias.arn !== arn) });
    return {};
  },
});
