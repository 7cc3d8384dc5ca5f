import { listOf } from '../../../protocol/xml.ts';
import { onBucket } from '../../authorization.ts';
import {
  CONFIGURATIONS,
  checkDocument,
  type DocumentInput,
  deleteConfiguration,
  writeConfiguration,
} from '../../buckets/configurations.ts';
import { noContent } from '../../http/answers.ts';
import { documentInput } from '../../http/input.ts';
import { defineS3Operation } from '../../operation.ts';
import { checkedTags } from '../../tags.ts';

/** PutBucketTagging: no tags are as if they were deleted. */
export const putBucketTagging = defineS3Operation({
  name: 'PutBucketTagging',
  authorization: onBucket('PutBucketTagging'),
  metering: 'writeRequests',
  binding: { method: 'PUT', level: 'bucket', subresource: 'tagging', read: documentInput, write: noContent },
  run({ buckets }, input: DocumentInput) {
    buckets.get(input.Bucket);
    const { TagSet } = checkDocument(input.Document, 'Tagging') as { TagSet?: { Tag?: unknown } | string };
    const tags = listOf<object>(typeof TagSet === 'object' ? TagSet.Tag : undefined);
    if (checkedTags(tags, 'bucket').length === 0) {
      return deleteConfiguration(buckets, CONFIGURATIONS.tagging, input);
    }
    return writeConfiguration(buckets, CONFIGURATIONS.tagging, input);
  },
});
