import { notFound } from '../errors.ts';
import { change, type LambdaRoom } from '../room.ts';

type Tags = Readonly<Record<string, string>>;

/** Tags of functions and of event source mappings. */
export function tagOperations(room: LambdaRoom) {
  /** Reads and replaces the tags of what an ARN names. Throws ResourceNotFoundException. */
  function tagged(arn: string): { readonly tags: Tags; save(tags: Tags): void } {
    const uuid = /:event-source-mapping:([^:]+)$/.exec(arn)?.[1];
    if (uuid !== undefined) {
      if (!room.mappings.has(uuid)) throw notFound('The resource you requested does not exist.');
      const all = mappingTags(room);
      return { tags: all.get(uuid) ?? {}, save: (tags) => all.set(uuid, tags) };
    }
    const record = room.functions.get(arn);
    return { tags: record.tags, save: (tags) => change(room, record, { tags }) };
  }

  return {
    TagResource({ Resource, Tags }: { readonly Resource: string; readonly Tags: Tags }) {
      const { tags, save } = tagged(Resource);
      save({ ...tags, ...Tags });
      return {};
    },
    UntagResource({
      Resource,
      TagKeys,
    }: {
      readonly Resource: string;
      readonly TagKeys: string | readonly string[];
    }) {
      const { tags, save } = tagged(Resource);
      const gone = new Set([TagKeys].flat());
      save(Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key))));
      return {};
    },
    ListTags: ({ Resource }: { readonly Resource: string }) => ({ Tags: tagged(Resource).tags }),
  };
}

/** Tags of event source mappings by UUID: apart from the mappings, which are described without them. */
export function mappingTags(room: LambdaRoom) {
  return room.context.storage.collection<Tags>('lambda/event-source-mapping-tags');
}
