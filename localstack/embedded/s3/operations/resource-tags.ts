import { listOf, parseXml, toXml } from '../../protocol/xml.ts';
import type { Buckets } from '../buckets.ts';
import { s3Errors } from '../errors.ts';

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

interface OfResource {
  readonly AccountId?: string;
  readonly ResourceArn: string;
}

/** ListTagsForResource of S3 Control: a bucket's tags, none where it has none. */
export function listTagsForResource(buckets: Buckets) {
  return (input: OfResource) => ({ Tags: tagsOf(buckets, bucketOf(input)) });
}

/** TagResource of S3 Control: adds to a bucket's tags, where PutBucketTagging replaces them. */
export function tagResource(buckets: Buckets) {
  return (input: OfResource & { readonly Tags: readonly Tag[] }) => {
    const bucket = bucketOf(input);
    const kept = tagsOf(buckets, bucket).filter(({ Key }) => !input.Tags.some((tag) => tag.Key === Key));
    saveTags(buckets, bucket, [...kept, ...input.Tags]);
    return {};
  };
}

/** UntagResource of S3 Control. */
export function untagResource(buckets: Buckets) {
  return (input: OfResource & { readonly TagKeys: readonly string[] }) => {
    const bucket = bucketOf(input);
    saveTags(
      buckets,
      bucket,
      tagsOf(buckets, bucket).filter(({ Key }) => !input.TagKeys.includes(Key)),
    );
    return {};
  };
}

/** Buckets only: what else S3 Control has tags of is not emulated. */
function bucketOf({ ResourceArn }: OfResource): string {
  const name = /^arn:aws[a-z-]*:s3:::([^/]+)$/.exec(ResourceArn)?.[1];
  if (name === undefined) throw s3Errors.invalidRequest(`${ResourceArn} is not the ARN of a bucket`);
  return name;
}

function tagsOf(buckets: Buckets, bucket: string): Tag[] {
  const document = buckets.get(bucket).configurations.tagging;
  if (document === undefined) return [];
  const { Tagging } = parseXml(document) as { Tagging?: { TagSet?: { Tag?: unknown } } };
  return listOf<Tag>(Tagging?.TagSet?.Tag).map(({ Key, Value }) => ({ Key, Value: String(Value) }));
}

function saveTags(buckets: Buckets, name: string, tags: readonly Tag[]): void {
  const bucket = buckets.get(name);
  const { tagging: _before, ...others } = bucket.configurations;
  const document = toXml('Tagging', { TagSet: { Tag: tags } });
  buckets.save({
    ...bucket,
    configurations: tags.length === 0 ? others : { ...others, tagging: document },
  });
}
