import type { LogGroup } from './model.ts';
import { type LogsState, nameOf } from './state.ts';

/** Keeps a group with some of its members changed. */
export function changeGroup({ groups }: LogsState, group: LogGroup, members: Partial<LogGroup>): void {
  groups.set(group.logGroupName, { ...group, ...members });
}

/** The group with that ARN. Throws ResourceNotFoundException. */
export function groupByArn(state: LogsState, resourceArn: string): LogGroup {
  return state.group({ logGroupName: nameOf(resourceArn) });
}

/** Adds tags to a group, over those of the same keys. */
export function tagGroup(state: LogsState, group: LogGroup, tags: Readonly<Record<string, string>>): void {
  changeGroup(state, group, { tags: { ...group.tags, ...tags } });
}

/** Takes the tags with those keys from a group. */
export function untagGroup(state: LogsState, group: LogGroup, keys: readonly string[]): void {
  const kept = Object.entries(group.tags).filter(([key]) => !keys.includes(key));
  changeGroup(state, group, { tags: Object.fromEntries(kept) });
}
