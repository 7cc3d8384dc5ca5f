import { defineOperation } from '../../core/operation.ts';
import { arnOf } from '../arns.ts';
import { stateArn } from '../authorization.ts';
import { checkName, required } from '../input.ts';
import type { Json } from '../json.ts';
import type { StepFunctionsState } from '../state.ts';
import { readTags, type Tag } from '../tags.ts';

interface CreateActivityInput {
  readonly name?: string;
  readonly tags?: readonly Tag[];
  readonly encryptionConfiguration?: Readonly<Record<string, Json>>;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateActivity.html */
export const createActivity = defineOperation({
  name: 'CreateActivity',
  authorization: ({ name }, place) => [
    { action: 'states:CreateActivity', resource: stateArn(place, 'activity', name) },
  ],
  run(state: StepFunctionsState, input: CreateActivityInput) {
    const name = required(input.name, 'name');
    checkName(name);
    const arn = arnOf(state.context, 'activity', name);
    const activity = state.activities.find(arn) ?? {
      arn,
      name,
      creationDate: state.context.clock.now(),
      encryptionConfiguration: input.encryptionConfiguration,
      tags: readTags(input.tags ?? []),
    };
    state.activities.put(activity);
    return { activityArn: arn, creationDate: new Date(activity.creationDate) };
  },
});
