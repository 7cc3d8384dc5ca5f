import type { Buckets } from '../buckets/buckets.ts';
import type { ObjectInput } from '../model.ts';
import { versionOf } from './versions.ts';

/** Replaces the tags of an object's version. Throws NoSuchKey, NoSuchVersion or MethodNotAllowed. */
export function replaceObjectTags(
  buckets: Buckets,
  input: ObjectInput,
  tags: Readonly<Record<string, string>>,
): void {
  const { versionId } = versionOf(buckets, input);
  const objects = buckets.objects(input.Bucket);
  objects.replace(
    input.Key,
    objects
      .versions(input.Key)
      .map((version) => (version.versionId === versionId ? { ...version, tags } : version)),
  );
}
