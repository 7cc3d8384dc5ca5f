import { resourceNotFound } from '../errors.ts';
import { checkArn, required } from '../input.ts';
import type { StepFunctionsRoom } from '../room.ts';

export interface Tag {
  readonly key?: string;
  readonly value?: string;
}

/** Tags by key; the last of two with the same key counts. */
export function readTags(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map((tag) => [required(tag.key, 'tags.key'), tag.value ?? '']));
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_TagResource.html */
export function tagResource(room: StepFunctionsRoom) {
  return (input: { readonly resourceArn?: string; readonly tags?: readonly Tag[] }) => {
    const added = readTags(required(input.tags, 'tags'));
    change(room, input.resourceArn, (tags) => ({ ...tags, ...added }));
    return {};
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UntagResource.html */
export function untagResource(room: StepFunctionsRoom) {
  return (input: { readonly resourceArn?: string; readonly tagKeys?: readonly string[] }) => {
    const removed = new Set(required(input.tagKeys, 'tagKeys'));
    change(room, input.resourceArn, (tags) =>
      Object.fromEntries(Object.entries(tags).filter(([key]) => !removed.has(key))),
    );
    return {};
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListTagsForResource.html */
export function listTagsForResource(room: StepFunctionsRoom) {
  return (input: { readonly resourceArn?: string }) => {
    const tags = change(room, input.resourceArn, (kept) => kept);
    return { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) };
  };
}

type Tags = Readonly<Record<string, string>>;

/** Changes the tags of a machine or activity, and answers them. Throws ResourceNotFound. */
function change(room: StepFunctionsRoom, given: string | undefined, changed: (tags: Tags) => Tags): Tags {
  const arn = required(given, 'resourceArn');
  checkArn(arn, 'stateMachine', 'activity');
  const machine = room.machines.find(arn);
  if (machine) {
    const tags = changed(machine.tags);
    room.machines.put({ ...machine, tags });
    return tags;
  }
  const activity = room.activities.find(arn);
  if (!activity) throw resourceNotFound(arn);
  const tags = changed(activity.tags);
  room.activities.put({ ...activity, tags });
  return tags;
}
