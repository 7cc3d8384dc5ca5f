import { onBucket } from '../../authorization.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** HeadBucket. */
export const headBucket = defineS3Operation({
  name: 'HeadBucket',
  authorization: onBucket('ListBucket'),
  metering: 'readRequests',
  binding: { method: 'HEAD', level: 'bucket', read: bucketInput },
  run({ buckets }, input: BucketInput) {
    const { name, region } = buckets.get(input.Bucket);
    return { BucketArn: `arn:aws:s3:::${name}`, BucketRegion: region, AccessPointAlias: false };
  },
});
