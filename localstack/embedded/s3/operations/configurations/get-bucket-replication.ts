import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, readConfiguration } from '../../buckets/configurations.ts';
import { xmlDocument } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** GetBucketReplication. */
export const getBucketReplication = defineS3Operation({
  name: 'GetBucketReplication',
  authorization: onBucket('GetReplicationConfiguration'),
  metering: 'readRequests',
  binding: {
    method: 'GET',
    level: 'bucket',
    subresource: 'replication',
    read: bucketInput,
    write: xmlDocument,
  },
  run: ({ buckets }, input: BucketInput) => readConfiguration(buckets, CONFIGURATIONS.replication, input),
});
