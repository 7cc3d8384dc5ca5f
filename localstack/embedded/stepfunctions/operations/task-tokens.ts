import { constraintFailed, invalidOutput, invalidToken, taskTimedOut } from '../errors.ts';
import type { Holder } from '../executions/tokens.ts';
import { atMost, required } from '../input.ts';
import { Datum, exceedsDataLimit } from '../json.ts';
import type { StepFunctionsRoom } from '../room.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
export function sendTaskSuccess(room: StepFunctionsRoom) {
  return (input: { readonly taskToken?: string; readonly output?: string }) => {
    const token = required(input.taskToken, 'taskToken');
    const output = readOutput(required(input.output, 'output'));
    const { frame, visit } = find(room, token);
    room.tokens.revoke(token);
    room.interpreter.settle(frame, visit, { kind: 'success', output });
    return {};
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html */
export function sendTaskFailure(room: StepFunctionsRoom) {
  return (input: { readonly taskToken?: string; readonly error?: string; readonly cause?: string }) => {
    const token = required(input.taskToken, 'taskToken');
    atMost(input.error, 'error', 256);
    atMost(input.cause, 'cause', 32_768);
    const { frame, visit } = find(room, token);
    room.tokens.revoke(token);
    room.interpreter.settle(frame, visit, { kind: 'failure', error: input.error, cause: input.cause });
    return {};
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskHeartbeat.html */
export function sendTaskHeartbeat(room: StepFunctionsRoom) {
  return (input: { readonly taskToken?: string }) => {
    const { visit } = find(room, required(input.taskToken, 'taskToken'));
    visit.beat?.();
    return {};
  };
}

/** Who waits for a token. Throws TaskTimedOut where the task has ended, InvalidToken where it never was. */
function find(room: StepFunctionsRoom, token: string): Holder {
  if (token.length === 0) throw constraintFailed('taskToken', "''", 'have length greater than or equal to 1');
  atMost(token, 'taskToken', 2048);
  const holder = room.tokens.find(token);
  if (holder === undefined) throw invalidToken();
  if (holder === 'over') throw taskTimedOut();
  return holder;
}

function readOutput(text: string): Datum {
  if (exceedsDataLimit(text)) {
    throw constraintFailed('output', '(its text)', 'have length less than or equal to 262144');
  }
  try {
    return new Datum(JSON.parse(text), text);
  } catch (error) {
    throw invalidOutput((error as Error).message);
  }
}
