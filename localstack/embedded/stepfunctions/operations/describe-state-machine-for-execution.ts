import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { type ExecutionInput, executionOf } from '../executions/lookup.ts';
import { describeRevision } from '../machines/configuration.ts';
import type { StepFunctionsState } from '../state.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineForExecution.html */
export const describeStateMachineForExecution = defineOperation({
  name: 'DescribeStateMachineForExecution',
  authorization: onArn('DescribeStateMachineForExecution', 'executionArn'),
  run(state: StepFunctionsState, input: ExecutionInput) {
    const { revision } = executionOf(state, input);
    return {
      ...describeRevision(revision),
      stateMachineArn: revision.arn,
      updateDate: new Date(revision.updateDate),
    };
  },
});
