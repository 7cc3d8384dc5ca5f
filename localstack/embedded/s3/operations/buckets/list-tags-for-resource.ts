import { onArn } from '../../authorization.ts';
import { bucketOf, type ResourceInput, tagsOf } from '../../buckets/resource-tags.ts';
import { withXml } from '../../http/answers.ts';
import { resourceInput } from '../../http/control.ts';
import { defineS3Operation } from '../../operation.ts';

/** ListTagsForResource of S3 Control: a bucket's tags, none where it has none. */
export const listTagsForResource = defineS3Operation({
  name: 'ListTagsForResource',
  authorization: onArn('ListTagsForResource'),
  metering: 'writeRequests',
  binding: {
    level: 'control',
    method: 'GET',
    read: resourceInput,
    write: ({ Tags }) => withXml('ListTagsForResourceResult', { Tags: { Tag: Tags } }),
  },
  run: ({ buckets }, input: ResourceInput) => ({ Tags: tagsOf(buckets, bucketOf(input)) }),
});
