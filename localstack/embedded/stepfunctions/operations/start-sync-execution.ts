import { defineOperation } from '../../core/operation.ts';
import { arnOf } from '../arns.ts';
import { onArn } from '../authorization.ts';
import { stateMachineTypeNotSupported } from '../errors.ts';
import type { Execution } from '../executions/model.ts';
import { beginExecution, readStart, type StartExecutionInput } from '../executions/start.ts';
import type { StepFunctionsState } from '../state.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html */
export const startSyncExecution = defineOperation({
  name: 'StartSyncExecution',
  authorization: onArn('StartSyncExecution', 'stateMachineArn'),
  async run(state: StepFunctionsState, input: StartExecutionInput) {
    const { target, data } = readStart(state, input);
    if (target.revision.type !== 'EXPRESS') throw stateMachineTypeNotSupported();
    const name = input.name ?? state.context.random.uuid();
    const arn = arnOf(state.context, 'express', target.revision.name, name, state.context.random.uuid());
    const started = beginExecution(state, target, arn, name, data, input.traceHeader);
    const execution = await new Promise<Execution>((resolve) => {
      state.whenClosed(started, resolve);
    });
    const duration = (execution.stopDate ?? execution.startDate) - execution.startDate;
    return {
      executionArn: arn,
      stateMachineArn: target.revision.arn,
      name,
      startDate: new Date(execution.startDate),
      stopDate: new Date(execution.stopDate ?? execution.startDate),
      status: execution.status,
      input: data.text,
      inputDetails: { included: true },
      ...(execution.output ? { output: execution.output.text, outputDetails: { included: true } } : {}),
      ...(execution.error === undefined ? {} : { error: execution.error }),
      ...(execution.cause === undefined ? {} : { cause: execution.cause }),
      // AWS bills by 100 ms and 64 MB.
      billingDetails: {
        billedMemoryUsedInMB: 64,
        billedDurationInMilliseconds: Math.max(1, Math.ceil(duration / 100)) * 100,
      },
    };
  },
});
