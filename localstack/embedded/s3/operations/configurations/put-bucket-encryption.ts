import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, type DocumentInput, writeConfiguration } from '../../buckets/configurations.ts';
import { documentInput } from '../../http/input.ts';
import { defineS3Operation } from '../../operation.ts';

/** PutBucketEncryption. */
export const putBucketEncryption = defineS3Operation({
  name: 'PutBucketEncryption',
  authorization: onBucket('PutEncryptionConfiguration'),
  metering: 'writeRequests',
  binding: { method: 'PUT', level: 'bucket', subresource: 'encryption', read: documentInput },
  run: ({ buckets }, input: DocumentInput) => writeConfiguration(buckets, CONFIGURATIONS.encryption, input),
});
