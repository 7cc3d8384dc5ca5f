import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, readConfiguration } from '../../buckets/configurations.ts';
import { xmlDocument } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** GetBucketRequestPayment. */
export const getBucketRequestPayment = defineS3Operation({
  name: 'GetBucketRequestPayment',
  authorization: onBucket('GetBucketRequestPayment'),
  metering: 'readRequests',
  binding: {
    method: 'GET',
    level: 'bucket',
    subresource: 'requestPayment',
    read: bucketInput,
    write: xmlDocument,
  },
  run: ({ buckets }, input: BucketInput) => readConfiguration(buckets, CONFIGURATIONS.requestPayment, input),
});
