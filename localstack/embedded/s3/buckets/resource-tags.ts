import { listOf, parseXml, toXml } from '../../protocol/xml.ts';
import { s3Errors } from '../errors.ts';
import type { Buckets } from './buckets.ts';

/** A tag as it travels. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** The input of S3 Control's operations on a resource's tags. */
export interface ResourceInput {
  readonly AccountId?: string;
  readonly ResourceArn: string;
}

/** The bucket of an ARN; what else S3 Control has tags of is not emulated. Throws InvalidRequest. */
export function bucketOf({ ResourceArn }: ResourceInput): string {
  const name = /^arn:aws[a-z-]*:s3:::([^/]+)$/.exec(ResourceArn)?.[1];
  if (name === undefined) throw s3Errors.invalidRequest(`${ResourceArn} is not the ARN of a bucket`);
  return name;
}

/** A bucket's tags; none where it has none. Throws NoSuchBucket. */
export function tagsOf(buckets: Buckets, bucket: string): Tag[] {
  const document = buckets.get(bucket).configurations.tagging;
  if (document === undefined) return [];
  const { Tagging } = parseXml(document) as { Tagging?: { TagSet?: { Tag?: unknown } } };
  return listOf<Tag>(Tagging?.TagSet?.Tag).map(({ Key, Value }) => ({ Key, Value: String(Value) }));
}

/** Replaces a bucket's tags. Throws NoSuchBucket. */
export function saveTags(buckets: Buckets, name: string, tags: readonly Tag[]): void {
  const bucket = buckets.get(name);
  const { tagging: _before, ...others } = bucket.configurations;
  const document = toXml('Tagging', { TagSet: { Tag: tags } });
  buckets.save({
    ...bucket,
    configurations: tags.length === 0 ? others : { ...others, tagging: document },
  });
}
