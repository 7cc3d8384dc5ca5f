import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, readConfiguration } from '../../buckets/configurations.ts';
import { xmlDocument } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import { minimumSizeOf } from '../../lifecycle/minimum-size.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** GetBucketLifecycleConfiguration: S3 always answers the minimum, and Terraform waits until it is the one that was sent. */
export const getBucketLifecycleConfiguration = defineS3Operation({
  name: 'GetBucketLifecycleConfiguration',
  authorization: onBucket('GetLifecycleConfiguration'),
  metering: 'readRequests',
  binding: {
    method: 'GET',
    level: 'bucket',
    subresource: 'lifecycle',
    read: bucketInput,
    write: xmlDocument,
  },
  run({ buckets }, input: BucketInput) {
    const document = readConfiguration(buckets, CONFIGURATIONS.lifecycle, input);
    return { ...document, TransitionDefaultMinimumObjectSize: minimumSizeOf(buckets.get(input.Bucket)) };
  },
});
