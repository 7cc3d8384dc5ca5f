import { onArn } from '../../authorization.ts';
import { bucketOf, type ResourceInput, saveTags, tagsOf } from '../../buckets/resource-tags.ts';
import { noContent } from '../../http/answers.ts';
import { resourceInput } from '../../http/control.ts';
import { defineS3Operation } from '../../operation.ts';

interface UntagResourceInput extends ResourceInput {
  readonly TagKeys: readonly string[];
}

/** UntagResource of S3 Control. */
export const untagResource = defineS3Operation({
  name: 'UntagResource',
  authorization: onArn('UntagResource'),
  metering: 'readRequests',
  binding: {
    level: 'control',
    method: 'DELETE',
    read: (request) => ({
      ...resourceInput(request),
      TagKeys: new URLSearchParams(request.query).getAll('tagKeys'),
    }),
    write: noContent,
  },
  run({ buckets }, input: UntagResourceInput) {
    const bucket = bucketOf(input);
    saveTags(
      buckets,
      bucket,
      tagsOf(buckets, bucket).filter(({ Key }) => !input.TagKeys.includes(Key)),
    );
    return {};
  },
});
