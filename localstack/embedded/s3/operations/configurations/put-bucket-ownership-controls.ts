import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, type DocumentInput, writeConfiguration } from '../../buckets/configurations.ts';
import { documentInput } from '../../http/input.ts';
import { defineS3Operation } from '../../operation.ts';

/** PutBucketOwnershipControls. */
export const putBucketOwnershipControls = defineS3Operation({
  name: 'PutBucketOwnershipControls',
  authorization: onBucket('PutBucketOwnershipControls'),
  metering: 'writeRequests',
  binding: { method: 'PUT', level: 'bucket', subresource: 'ownershipControls', read: documentInput },
  run: ({ buckets }, input: DocumentInput) =>
    writeConfiguration(buckets, CONFIGURATIONS.ownershipControls, input),
});
