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
  run: ({ buckets }, input: BucketInput) => ({ BucketRegion: buckets.get(input.Bucket).region }),
});
