import { onBucket } from '../../authorization.ts';
import { xmlDocument } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** GetBucketNotificationConfiguration. */
export const getBucketNotificationConfiguration = defineS3Operation({
  name: 'GetBucketNotificationConfiguration',
  authorization: onBucket('GetBucketNotification'),
  metering: 'readRequests',
  binding: {
    method: 'GET',
    level: 'bucket',
    subresource: 'notification',
    read: bucketInput,
    write: xmlDocument,
  },
  run: ({ buckets }, input: BucketInput): { Document: string } => ({
    Document: buckets.get(input.Bucket).configurations.notification ?? '<NotificationConfiguration/>',
  }),
});
