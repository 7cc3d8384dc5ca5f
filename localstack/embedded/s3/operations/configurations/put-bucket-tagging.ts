import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, type DocumentInput, writeConfiguration } from '../../buckets/configurations.ts';
import { documentInput } from '../../http/input.ts';
import { defineS3Operation } from '../../operation.ts';

/** PutBucketTagging. */
export const putBucketTagging = defineS3Operation({
  name: 'PutBucketTagging',
  authorization: onBucket('PutBucketTagging'),
  metering: 'writeRequests',
  binding: { method: 'PUT', level: 'bucket', subresource: 'tagging', read: documentInput },
  run: ({ buckets }, input: DocumentInput) => writeConfiguration(buckets, CONFIGURATIONS.tagging, input),
});
