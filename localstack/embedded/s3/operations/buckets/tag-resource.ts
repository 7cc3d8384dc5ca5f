import { listOf, parseXml } from '../../../protocol/xml.ts';
import { onArn } from '../../authorization.ts';
import { bucketOf, type ResourceInput, saveTags, type Tag, tagsOf } from '../../buckets/resource-tags.ts';
import { s3Errors } from '../../errors.ts';
import { noContent } from '../../http/answers.ts';
import { resourceInput } from '../../http/control.ts';
import { defineS3Operation } from '../../operation.ts';
import { checkedTags } from '../../tags.ts';

interface TagResourceInput extends ResourceInput {
  readonly Tags: readonly Tag[];
}

/** TagResource of S3 Control: adds to a bucket's tags, where PutBucketTagging replaces them. */
export const tagResource = defineS3Operation({
  name: 'TagResource',
  authorization: onArn('TagResource'),
  metering: 'readRequests',
  binding: {
    level: 'control',
    method: 'POST',
    read: (request) => ({ ...resourceInput(request), Tags: tagsIn(request.body) }),
    write: noContent,
  },
  run({ buckets }, input: TagResourceInput) {
    const bucket = bucketOf(input);
    const kept = tagsOf(buckets, bucket).filter(({ Key }) => !input.Tags.some((tag) => tag.Key === Key));
    saveTags(buckets, bucket, [...kept, ...input.Tags]);
    return {};
  },
});

function tagsIn(body: Uint8Array): { Key: string; Value: string }[] {
  let parsed: { TagResourceRequest?: { Tags?: { Tag?: unknown } } };
  try {
    parsed = parseXml(body);
  } catch {
    throw s3Errors.malformedXml();
  }
  const tags = listOf<{ Key: string; Value: unknown }>(parsed.TagResourceRequest?.Tags?.Tag);
  if (tags.length === 0) throw s3Errors.malformedXml();
  return checkedTags(tags, 'bucket');
}
