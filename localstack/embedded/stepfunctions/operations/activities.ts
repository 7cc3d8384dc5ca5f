import { checkArn, checkName, page, required } from '../input.ts';
import type { Json } from '../json.ts';
import { arnOf, type StepFunctionsRoom } from '../room.ts';
import { readTags, type Tag } from './tags.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateActivity.html */
export function createActivity(room: StepFunctionsRoom) {
  return (input: {
    readonly name?: string;
    readonly tags?: readonly Tag[];
    readonly encryptionConfiguration?: Readonly<Record<string, Json>>;
  }) => {
    const name = required(input.name, 'name');
    checkName(name);
    const arn = arnOf(room.context, 'activity', name);
    const activity = room.activities.find(arn) ?? {
      arn,
      name,
      creationDate: room.context.clock.now(),
      encryptionConfiguration: input.encryptionConfiguration,
      tags: readTags(input.tags ?? []),
    };
    room.activities.put(activity);
    return { activityArn: arn, creationDate: new Date(activity.creationDate) };
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeActivity.html */
export function describeActivity(room: StepFunctionsRoom) {
  return (input: { readonly activityArn?: string }) => {
    const activity = room.activities.get(activityArn(input.activityArn));
    return {
      activityArn: activity.arn,
      name: activity.name,
      creationDate: new Date(activity.creationDate),
      encryptionConfiguration: activity.encryptionConfiguration ?? { type: 'AWS_OWNED_KEY' },
    };
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteActivity.html */
export function deleteActivity(room: StepFunctionsRoom) {
  return (input: { readonly activityArn?: string }) => {
    room.activities.delete(activityArn(input.activityArn));
    return {};
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListActivities.html */
export function listActivities(room: StepFunctionsRoom) {
  return (input: { readonly maxResults?: number; readonly nextToken?: string }) => {
    const { page: found, ...rest } = page(room.activities.all(), input, (activity) => activity.arn);
    const activities = found.map(({ arn, name, creationDate }) => ({
      activityArn: arn,
      name,
      creationDate: new Date(creationDate),
    }));
    return { activities, ...rest };
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetActivityTask.html */
export function getActivityTask(room: StepFunctionsRoom) {
  return async (input: { readonly activityArn?: string; readonly workerName?: string }) => {
    const activity = room.activities.get(activityArn(input.activityArn));
    const task = await room.activities.poll(activity.arn);
    if (!task) return {};
    const { frame, visit } = task;
    const { interpreter } = room;
    const details = input.workerName === undefined ? {} : { workerName: input.workerName };
    interpreter.record(frame, 'ActivityStarted', details);
    visit.token = interpreter.issueToken(frame, visit);
    visit.beat?.();
    return { taskToken: visit.token, input: task.input };
  };
}

function activityArn(given: string | undefined): string {
  const arn = required(given, 'activityArn');
  checkArn(arn, 'activity');
  return arn;
}
