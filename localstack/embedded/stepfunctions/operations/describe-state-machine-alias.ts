import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { aliasOf } from '../machines/aliases.ts';
import type { StepFunctionsState } from '../state.ts';

interface DescribeStateMachineAliasInput {
  readonly stateMachineAliasArn?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineAlias.html */
export const describeStateMachineAlias = defineOperation({
  name: 'DescribeStateMachineAlias',
  authorization: onArn('DescribeStateMachineAlias', 'stateMachineAliasArn'),
  run(state: StepFunctionsState, input: DescribeStateMachineAliasInput) {
    const { alias } = aliasOf(state, input.stateMachineAliasArn);
    return {
      stateMachineAliasArn: alias.arn,
      name: alias.name,
      routingConfiguration: alias.routingConfiguration,
      creationDate: new Date(alias.creationDate),
      updateDate: new Date(alias.updateDate),
      ...(alias.description === undefined ? {} : { description: alias.description }),
    };
  },
});
