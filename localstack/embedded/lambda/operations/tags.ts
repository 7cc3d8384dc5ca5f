import { change, type LambdaRoom } from '../room.ts';

/** Tags of functions; event source mappings have none here. */
export function tagOperations(room: LambdaRoom) {
  return {
    TagResource({ Resource, Tags }: { readonly Resource: string; readonly Tags: Record<string, string> }) {
      const record = room.functions.get(Resource);
      change(room, record, { tags: { ...record.tags, ...Tags } });
      return {};
    },
    UntagResource({
      Resource,
      TagKeys,
    }: {
      readonly Resource: string;
      readonly TagKeys: string | readonly string[];
    }) {
      const record = room.functions.get(Resource);
      const gone = new Set([TagKeys].flat());
      const kept = Object.entries(record.tags).filter(([key]) => !gone.has(key));
      change(room, record, { tags: Object.fromEntries(kept) });
      return {};
    },
    ListTags: ({ Resource }: { readonly Resource: string }) => ({ Tags: room.functions.get(Resource).tags }),
  };
}
