import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, type DocumentInput, writeConfiguration } from '../../buckets/configurations.ts';
import { documentInput } from '../../http/input.ts';
import { defineS3Operation } from '../../operation.ts';

/** PutBucketCors. */
export const putBucketCors = defineS3Operation({
  name: 'PutBucketCors',
  authorization: onBucket('PutBucketCORS'),
  metering: 'writeRequests',
  binding: { method: 'PUT', level: 'bucket', subresource: 'cors', read: documentInput },
  run: ({ buckets }, input: DocumentInput) => writeConfiguration(buckets, CONFIGURATIONS.cors, input),
});
