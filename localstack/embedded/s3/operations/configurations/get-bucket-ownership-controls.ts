import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, readConfiguration } from '../../buckets/configurations.ts';
import { xmlDocument } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** GetBucketOwnershipControls. */
export const getBucketOwnershipControls = defineS3Operation({
  name: 'GetBucketOwnershipControls',
  authorization: onBucket('GetBucketOwnershipControls'),
  metering: 'readRequests',
  binding: {
    method: 'GET',
    level: 'bucket',
    subresource: 'ownershipControls',
    read: bucketInput,
    write: xmlDocument,
  },
  run: ({ buckets }, input: BucketInput) =>
    readConfiguration(buckets, CONFIGURATIONS.ownershipControls, input),
});
