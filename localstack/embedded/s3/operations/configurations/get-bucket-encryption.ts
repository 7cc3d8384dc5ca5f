import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, readConfiguration } from '../../buckets/configurations.ts';
import { xmlDocument } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** GetBucketEncryption. */
export const getBucketEncryption = defineS3Operation({
  name: 'GetBucketEncryption',
  authorization: onBucket('GetEncryptionConfiguration'),
  metering: 'readRequests',
  binding: {
    method: 'GET',
    level: 'bucket',
    subresource: 'encryption',
    read: bucketInput,
    write: xmlDocument,
  },
  run: ({ buckets }, input: BucketInput) => readConfiguration(buckets, CONFIGURATIONS.encryption, input),
});
