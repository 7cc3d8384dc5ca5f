import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, type DocumentInput, writeConfiguration } from '../../buckets/configurations.ts';
import { noContent } from '../../http/answers.ts';
import { documentInput } from '../../http/input.ts';
import { defineS3Operation } from '../../operation.ts';

/** PutBucketPolicy. */
export const putBucketPolicy = defineS3Operation({
  name: 'PutBucketPolicy',
  authorization: onBucket('PutBucketPolicy'),
  metering: 'writeRequests',
  binding: { method: 'PUT', level: 'bucket', subresource: 'policy', read: documentInput, write: noContent },
  run: ({ buckets }, input: DocumentInput) => writeConfiguration(buckets, CONFIGURATIONS.policy, input),
});
