import { defineOperation } from '../../core/operation.ts';
import { requiredActivityArn } from '../activities.ts';
import { onArn } from '../authorization.ts';
import type { StepFunctionsState } from '../state.ts';

interface DeleteActivityInput {
  readonly activityArn?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteActivity.html */
export const deleteActivity = defineOperation({
  name: 'DeleteActivity',
  authorization: onArn('DeleteActivity', 'activityArn'),
  run(state: StepFunctionsState, input: DeleteActivityInput) {
    state.activities.delete(requiredActivityArn(input.activityArn));
    return {};
  },
});
