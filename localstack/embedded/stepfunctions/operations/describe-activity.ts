import { defineOperation } from '../../core/operation.ts';
import { requiredActivityArn } from '../activities.ts';
import { onArn } from '../authorization.ts';
import type { StepFunctionsState } from '../state.ts';

interface DescribeActivityInput {
  readonly activityArn?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeActivity.html */
export const describeActivity = defineOperation({
  name: 'DescribeActivity',
  authorization: onArn('DescribeActivity', 'activityArn'),
  run(state: StepFunctionsState, input: DescribeActivityInput) {
    const activity = state.activities.get(requiredActivityArn(input.activityArn));
    return {
      activityArn: activity.arn,
      name: activity.name,
      creationDate: new Date(activity.creationDate),
      encryptionConfiguration: activity.encryptionConfiguration ?? { type: 'AWS_OWNED_KEY' },
    };
  },
});
