import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, readConfiguration } from '../../buckets/configurations.ts';
import { withDocument } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** GetBucketPolicy. */
export const getBucketPolicy = defineS3Operation({
  name: 'GetBucketPolicy',
  authorization: onBucket('GetBucketPolicy'),
  metering: 'readRequests',
  binding: {
    method: 'GET',
    level: 'bucket',
    subresource: 'policy',
    read: bucketInput,
    write: (output) => withDocument(output, 'application/json'),
  },
  run: ({ buckets }, input: BucketInput) => readConfiguration(buckets, CONFIGURATIONS.policy, input),
});
