import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, type DocumentInput, writeConfiguration } from '../../buckets/configurations.ts';
import { documentInput } from '../../http/input.ts';
import { defineS3Operation } from '../../operation.ts';

/** PutPublicAccessBlock. */
export const putPublicAccessBlock = defineS3Operation({
  name: 'PutPublicAccessBlock',
  authorization: onBucket('PutBucketPublicAccessBlock'),
  metering: 'writeRequests',
  binding: { method: 'PUT', level: 'bucket', subresource: 'publicAccessBlock', read: documentInput },
  run: ({ buckets }, input: DocumentInput) =>
    writeConfiguration(buckets, CONFIGURATIONS.publicAccessBlock, input),
});
