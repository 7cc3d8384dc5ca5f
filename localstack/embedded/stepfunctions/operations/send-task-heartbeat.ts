import { defineOperation } from '../../core/operation.ts';
import { onToken } from '../authorization.ts';
import { holderOf } from '../executions/token-holder.ts';
import { required } from '../input.ts';
import type { StepFunctionsState } from '../state.ts';

interface SendTaskHeartbeatInput {
  readonly taskToken?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskHeartbeat.html */
export const sendTaskHeartbeat = defineOperation({
  name: 'SendTaskHeartbeat',
  authorization: onToken('SendTaskHeartbeat'),
  run(state: StepFunctionsState, input: SendTaskHeartbeatInput) {
    const { visit } = holderOf(state, required(input.taskToken, 'taskToken'));
    visit.beat?.();
    return {};
  },
});
