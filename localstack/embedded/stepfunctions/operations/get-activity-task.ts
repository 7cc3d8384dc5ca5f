import { defineOperation } from '../../core/operation.ts';
import { requiredActivityArn } from '../activities.ts';
import { onArn } from '../authorization.ts';
import type { StepFunctionsState } from '../state.ts';

interface GetActivityTaskInput {
  readonly activityArn?: string;
  readonly workerName?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetActivityTask.html */
export const getActivityTask = defineOperation({
  name: 'GetActivityTask',
  authorization: onArn('GetActivityTask', 'activityArn'),
  async run(state: StepFunctionsState, input: GetActivityTaskInput) {
    const activity = state.activities.get(requiredActivityArn(input.activityArn));
    const task = await state.activities.poll(activity.arn);
    if (!task) return {};
    const { frame, visit } = task;
    const { interpreter } = state;
    const details = input.workerName === undefined ? {} : { workerName: input.workerName };
    interpreter.record(frame, 'ActivityStarted', details);
    visit.token = interpreter.issueToken(frame, visit);
    visit.beat?.();
    return { taskToken: visit.token, input: task.input };
  },
});
