import { notFound } from './errors.ts';
import { changeFunction } from './functions/changes.ts';
import type { LambdaState } from './state.ts';

/** The tags of a resource, and how they are replaced. */
interface TaggedResource {
  readonly tags: Readonly<Record<string, string>>;
  save(tags: Readonly<Record<string, string>>): void;
}

/** The function or event source mapping with that ARN. Throws ResourceNotFoundException. */
export function taggedResource(state: LambdaState, arn: string): TaggedResource {
  const uuid = /:event-source-mapping:([^:]+)$/.exec(arn)?.[1];
  if (uuid !== undefined) {
    const { mappings, mappingTags } = state;
    if (!mappings.has(uuid)) throw notFound('The resource you requested does not exist.');
    return { tags: mappingTags.get(uuid) ?? {}, save: (tags) => mappingTags.set(uuid, tags) };
  }
  const record = state.functions.get(arn);
  return { tags: record.tags, save: (tags) => void changeFunction(state, record, { tags }) };
}
