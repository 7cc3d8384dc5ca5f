import { missingParameter, unknownResource } from '../errors.ts';
import type { Alarm } from '../model.ts';
import type { CloudWatchRoom } from '../room.ts';

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** Tags of alarms. */
export function tagOperations({ alarms }: CloudWatchRoom) {
  const find = (arn: string | undefined): Alarm => {
    if (!arn) throw missingParameter('ResourceARN');
    const alarm = alarms.get(arn.split(':').slice(6).join(':'));
    if (alarm?.AlarmArn !== arn) throw unknownResource(arn);
    return alarm;
  };
  return {
    ListTagsForResource({ ResourceARN }: { readonly ResourceARN: string }) {
      return { Tags: Object.entries(find(ResourceARN).tags).map(([Key, Value]) => ({ Key, Value })) };
    },
    TagResource({ ResourceARN, Tags }: { readonly ResourceARN: string; readonly Tags: readonly Tag[] }) {
      const alarm = find(ResourceARN);
      const added = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
      alarms.set(alarm.AlarmName, { ...alarm, tags: { ...alarm.tags, ...added } });
      return {};
    },
    UntagResource({
      ResourceARN,
      TagKeys,
    }: {
      readonly ResourceARN: string;
      readonly TagKeys: readonly string[];
    }) {
      const alarm = find(ResourceARN);
      const kept = Object.entries(alarm.tags).filter(([key]) => !TagKeys.includes(key));
      alarms.set(alarm.AlarmName, { ...alarm, tags: Object.fromEntries(kept) });
      return {};
    },
  };
}
