import type { Buckets } from '../buckets/buckets.ts';
import type { ObjectInput } from '../model.ts';
import { versionIdOf, versionOf } from './versions.ts';

/** Replaces the tags of an object's version and answers its id. Throws NoSuchKey, NoSuchVersion or MethodNotAllowed. */
export function replaceObjectTags(
  buckets: Buckets,
  input: ObjectInput,
  tags: Readonly<Record<string, string>>,
  method: 'DELETE' | 'PUT',
): { VersionId?: string } {
  const version = versionOf(buckets, input, { method, ofMarker: true });
  const objects = buckets.objects(input.Bucket);
  objects.replace(
    input.Key,
    objects.versions(input.Key).map((one) => (one.versionId === version.versionId ? { ...one, tags } : one)),
  );
  return versionIdOf(buckets, input.Bucket, version);
}
