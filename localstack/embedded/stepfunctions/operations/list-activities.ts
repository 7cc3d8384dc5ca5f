import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import { page } from '../input.ts';
import type { StepFunctionsState } from '../state.ts';

interface ListActivitiesInput {
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListActivities.html */
export const listActivities = defineOperation({
  name: 'ListActivities',
  authorization: onAll('ListActivities'),
  run(state: StepFunctionsState, input: ListActivitiesInput) {
    const { page: found, ...rest } = page(state.activities.all(), input, (activity) => activity.arn);
    const activities = found.map(({ arn, name, creationDate }) => ({
      activityArn: arn,
      name,
      creationDate: new Date(creationDate),
    }));
    return { activities, ...rest };
  },
});
