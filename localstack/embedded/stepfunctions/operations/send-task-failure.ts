import { defineOperation } from '../../core/operation.ts';
import { onToken } from '../authorization.ts';
import { holderOf } from '../executions/token-holder.ts';
import { atMost, required } from '../input.ts';
import type { StepFunctionsState } from '../state.ts';

interface SendTaskFailureInput {
  readonly taskToken?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html */
export const sendTaskFailure = defineOperation({
  name: 'SendTaskFailure',
  authorization: onToken('SendTaskFailure'),
  run(state: StepFunctionsState, input: SendTaskFailureInput) {
    const token = required(input.taskToken, 'taskToken');
    atMost(input.error, 'error', 256);
    atMost(input.cause, 'cause', 32_768);
    const { frame, visit } = holderOf(state, token);
    state.tokens.revoke(token);
    state.interpreter.settle(frame, visit, { kind: 'failure', error: input.error, cause: input.cause });
    return {};
  },
});
