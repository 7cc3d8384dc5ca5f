import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, readConfiguration } from '../../buckets/configurations.ts';
import { xmlDocument } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** GetBucketAccelerateConfiguration. */
export const getBucketAccelerateConfiguration = defineS3Operation({
  name: 'GetBucketAccelerateConfiguration',
  authorization: onBucket('GetAccelerateConfiguration'),
  metering: 'readRequests',
  binding: {
    method: 'GET',
    level: 'bucket',
    subresource: 'accelerate',
    read: bucketInput,
    write: xmlDocument,
  },
  run: ({ buckets }, input: BucketInput) => readConfiguration(buckets, CONFIGURATIONS.accelerate, input),
});
