import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, readConfiguration } from '../../buckets/configurations.ts';
import { xmlDocument } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** GetPublicAccessBlock. */
export const getPublicAccessBlock = defineS3Operation({
  name: 'GetPublicAccessBlock',
  authorization: onBucket('GetBucketPublicAccessBlock'),
  metering: 'readRequests',
  binding: {
    method: 'GET',
    level: 'bucket',
    subresource: 'publicAccessBlock',
    read: bucketInput,
    write: xmlDocument,
  },
  run: ({ buckets }, input: BucketInput) =>
    readConfiguration(buckets, CONFIGURATIONS.publicAccessBlock, input),
});
