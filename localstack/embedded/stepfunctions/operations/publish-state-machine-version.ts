import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { conflict } from '../errors.ts';
import { checkArn, required } from '../input.ts';
import { publish } from '../machines/versions.ts';
import type { StepFunctionsState } from '../state.ts';

interface PublishStateMachineVersionInput {
  readonly stateMachineArn?: string;
  readonly revisionId?: string;
  readonly description?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_PublishStateMachineVersion.html */
export const publishStateMachineVersion = defineOperation({
  name: 'PublishStateMachineVersion',
  authorization: onArn('PublishStateMachineVersion', 'stateMachineArn'),
  run(state: StepFunctionsState, input: PublishStateMachineVersionInput) {
    const arn = required(input.stateMachineArn, 'stateMachineArn');
    checkArn(arn, 'stateMachine');
    const machine = state.machines.get(arn);
    const revisionId = machine.current.revisionId ?? 'INITIAL';
    if (input.revisionId !== undefined && input.revisionId !== revisionId) {
      throw conflict(`Failed to publish the State Machine version for revision ${input.revisionId}.`);
    }
    const published = publish(machine, input.description, state.context.clock.now());
    state.machines.put(published.machine);
    const { version } = published;
    return { stateMachineVersionArn: version.arn, creationDate: new Date(version.creationDate) };
  },
});
