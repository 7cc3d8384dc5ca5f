import { defineOperation } from '../../core/operation.ts';
import { arnOf } from '../arns.ts';
import { onArn } from '../authorization.ts';
import { executionAlreadyExists } from '../errors.ts';
import { beginExecution, readStart, type StartExecutionInput } from '../executions/start.ts';
import type { StepFunctionsState } from '../state.ts';

/**
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 *
 * Starting a Standard execution again with its name and input, while it runs, answers the one that runs.
 */
export const startExecution = defineOperation({
  name: 'StartExecution',
  authorization: onArn('StartExecution', 'stateMachineArn'),
  run(state: StepFunctionsState, input: StartExecutionInput) {
    const { target, data } = readStart(state, input);
    const name = input.name ?? state.context.random.uuid();
    const isExpress = target.revision.type === 'EXPRESS';
    const arn = isExpress
      ? arnOf(state.context, 'express', target.revision.name, name, state.context.random.uuid())
      : arnOf(state.context, 'execution', target.revision.name, name);
    const existing = state.executions.find(arn);
    if (existing) {
      if (!existing.root || existing.input.text !== data.text) throw executionAlreadyExists(arn);
      return { executionArn: arn, startDate: new Date(existing.startDate) };
    }
    const execution = beginExecution(state, target, arn, name, data, input.traceHeader);
    return { executionArn: arn, startDate: new Date(execution.startDate) };
  },
});
