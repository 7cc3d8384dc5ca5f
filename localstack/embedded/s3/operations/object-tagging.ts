import type { Buckets } from '../buckets.ts';
import { versionOf } from '../versions.ts';

interface At {
  Bucket: string;
  Key: string;
  VersionId?: string;
}

/** GetObjectTagging. */
export function getObjectTagging(buckets: Buckets) {
  return (input: At) => ({
    TagSet: Object.entries(versionOf(buckets, input).tags).map(([Key, Value]) => ({ Key, Value })),
  });
}

/** PutObjectTagging and, with no tags, DeleteObjectTagging. */
export function putObjectTagging(buckets: Buckets) {
  return (input: At & { Tagging?: { TagSet: { Key: string; Value: string }[] } }) => {
    const { versionId } = versionOf(buckets, input);
    const tags = Object.fromEntries((input.Tagging?.TagSet ?? []).map(({ Key, Value }) => [Key, Value]));
    const objects = buckets.objects(input.Bucket);
    objects.replace(
      input.Key,
      objects
        .versions(input.Key)
        .map((version) => (version.versionId === versionId ? { ...version, tags } : version)),
    );
    return {};
  };
}
