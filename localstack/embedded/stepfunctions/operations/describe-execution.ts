import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { type ExecutionInput, executionOf } from '../executions/lookup.ts';
import { executionSummary } from '../executions/summary.ts';
import type { StepFunctionsState } from '../state.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export const describeExecution = defineOperation({
  name: 'DescribeExecution',
  authorization: onArn('DescribeExecution', 'executionArn'),
  run(state: StepFunctionsState, input: ExecutionInput) {
    const execution = executionOf(state, input);
    const { status, output, error, cause, traceHeader } = execution;
    const isRedrivable = status !== 'RUNNING' && status !== 'SUCCEEDED';
    return {
      ...executionSummary(execution),
      input: execution.input.text,
      inputDetails: { included: true },
      ...(output ? { output: output.text, outputDetails: { included: true } } : {}),
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
      ...(traceHeader === undefined ? {} : { traceHeader }),
      redriveStatus: isRedrivable ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
      ...(isRedrivable ? {} : { redriveStatusReason: `Execution is ${status} and cannot be redriven` }),
    };
  },
});
