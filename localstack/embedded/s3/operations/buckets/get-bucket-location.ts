import { onBucket } from '../../authorization.ts';
import { withXml } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** GetBucketLocation. */
export const getBucketLocation = defineS3Operation({
  name: 'GetBucketLocation',
  authorization: onBucket('GetBucketLocation'),
  metering: 'readRequests',
  binding: {
    method: 'GET',
    level: 'bucket',
    subresource: 'location',
    read: bucketInput,
    write: (output) => withXml('LocationConstraint', { '#text': output.LocationConstraint ?? '' }),
  },
  run({ buckets }, input: BucketInput) {
    const { region } = buckets.get(input.Bucket);
    return region === 'us-east-1' ? {} : { LocationConstraint: region };
  },
});
