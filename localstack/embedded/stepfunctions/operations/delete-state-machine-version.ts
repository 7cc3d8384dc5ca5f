import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { conflict } from '../errors.ts';
import { checkArn, required } from '../input.ts';
import type { StepFunctionsState } from '../state.ts';

interface DeleteStateMachineVersionInput {
  readonly stateMachineVersionArn?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineVersion.html */
export const deleteStateMachineVersion = defineOperation({
  name: 'DeleteStateMachineVersion',
  authorization: onArn('DeleteStateMachineVersion', 'stateMachineVersionArn'),
  run(state: StepFunctionsState, input: DeleteStateMachineVersionInput) {
    const arn = required(input.stateMachineVersionArn, 'stateMachineVersionArn');
    checkArn(arn, 'stateMachine');
    const machine = state.machines.ownerOf(arn);
    if (!machine) return {};
    const referring = machine.aliases.filter((alias) =>
      alias.routingConfiguration.some((route) => route.stateMachineVersionArn === arn),
    );
    if (referring.length > 0) {
      const names = referring.map((alias) => alias.name).join(', ');
      throw conflict(
        'Version to be deleted must not be referenced by an alias. ' +
          `Current list of aliases referencing this version: [${names}]`,
      );
    }
    state.machines.put({ ...machine, versions: machine.versions.filter((version) => version.arn !== arn) });
    return {};
  },
});
