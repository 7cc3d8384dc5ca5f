import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { checkArn, required } from '../input.ts';
import { describeRevision } from '../machines/configuration.ts';
import type { StepFunctionsState } from '../state.ts';

interface DescribeStateMachineInput {
  readonly stateMachineArn?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html */
export const describeStateMachine = defineOperation({
  name: 'DescribeStateMachine',
  authorization: onArn('DescribeStateMachine', 'stateMachineArn'),
  run(state: StepFunctionsState, input: DescribeStateMachineInput) {
    const arn = required(input.stateMachineArn, 'stateMachineArn');
    checkArn(arn, 'stateMachine');
    const { stateMachine, revision, version } = state.machines.resolve(arn);
    return {
      ...describeRevision(revision),
      stateMachineArn: version?.arn ?? revision.arn,
      type: revision.type,
      status: 'ACTIVE',
      creationDate: new Date(version?.creationDate ?? stateMachine.creationDate),
      ...(version?.description === undefined ? {} : { description: version.description }),
    };
  },
});
