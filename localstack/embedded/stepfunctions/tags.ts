import { resourceNotFound } from './errors.ts';
import { checkArn, required } from './input.ts';
import type { StepFunctionsState } from './state.ts';

/** A tag as it is sent. */
export interface Tag {
  readonly key?: string;
  readonly value?: string;
}

/** Tags by key; the last of two with the same key counts. */
export function readTags(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map((tag) => [required(tag.key, 'tags.key'), tag.value ?? '']));
}

type Tags = Readonly<Record<string, string>>;

/** Changes the tags of a machine or activity, and returns them. Throws ResourceNotFound. */
export function changeTags(
  state: StepFunctionsState,
  value: string | undefined,
  changed: (tags: Tags) => Tags,
): Tags {
  const arn = required(value, 'resourceArn');
  checkArn(arn, 'stateMachine', 'activity');
  const machine = state.machines.find(arn);
  if (machine) {
    const tags = changed(machine.tags);
    state.machines.put({ ...machine, tags });
    return tags;
  }
  const activity = state.activities.find(arn);
  if (!activity) throw resourceNotFound(arn);
  const tags = changed(activity.tags);
  state.activities.put({ ...activity, tags });
  return tags;
}
