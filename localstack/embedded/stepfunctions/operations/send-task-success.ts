import { defineOperation } from '../../core/operation.ts';
import { onToken } from '../authorization.ts';
import { constraintFailed, invalidOutput } from '../errors.ts';
import { holderOf } from '../executions/token-holder.ts';
import { required } from '../input.ts';
import { type Datum, exceedsDataLimit, parseDatum } from '../json.ts';
import type { StepFunctionsState } from '../state.ts';

interface SendTaskSuccessInput {
  readonly taskToken?: string;
  readonly output?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
export const sendTaskSuccess = defineOperation({
  name: 'SendTaskSuccess',
  authorization: onToken('SendTaskSuccess'),
  run(state: StepFunctionsState, input: SendTaskSuccessInput) {
    const token = required(input.taskToken, 'taskToken');
    const output = readOutput(required(input.output, 'output'));
    const { frame, visit } = holderOf(state, token);
    state.tokens.revoke(token);
    state.interpreter.settle(frame, visit, { kind: 'success', output });
    return {};
  },
});

function readOutput(text: string): Datum {
  if (exceedsDataLimit(text)) {
    throw constraintFailed('output', '(its text)', 'have length less than or equal to 262144');
  }
  return parseDatum(text, invalidOutput);
}
