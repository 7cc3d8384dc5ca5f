import { onBucket } from '../../authorization.ts';
import type { DocumentInput } from '../../buckets/configurations.ts';
import { notificationsOf, sendTestEvent } from '../../events/notifications.ts';
import { documentInput } from '../../http/input.ts';
import { defineS3Operation } from '../../operation.ts';

interface PutBucketNotificationConfigurationInput extends DocumentInput {
  readonly SkipDestinationValidation?: boolean;
}

/** PutBucketNotificationConfiguration: kept as sent, once every destination has taken a test event. */
export const putBucketNotificationConfiguration = defineS3Operation({
  name: 'PutBucketNotificationConfiguration',
  authorization: onBucket('PutBucketNotification'),
  metering: 'writeRequests',
  binding: {
    method: 'PUT',
    level: 'bucket',
    subresource: 'notification',
    read: (request) => ({
      ...documentInput(request),
      SkipDestinationValidation: request.headers['x-amz-skip-destination-validation'] === 'true',
    }),
  },
  async run({ buckets }, input: PutBucketNotificationConfigurationInput) {
    buckets.get(input.Bucket);
    const document = withIds(input.Document, () => buckets.context.random.uuid());
    const destinations = notificationsOf(document);
    if (!input.SkipDestinationValidation) {
      for (const destination of destinations) await sendTestEvent(buckets, input.Bucket, destination);
    }
    const bucket = buckets.get(input.Bucket);
    buckets.save({ ...bucket, configurations: { ...bucket.configurations, notification: document } });
    return {};
  },
});

/** S3 gives an identifier to every destination that has none. */
function withIds(document: string, id: () => string): string {
  return document.replace(
    /<(QueueConfiguration|CloudFunctionConfiguration)>((?:(?!<\/\1>)[\s\S])*)<\/\1>/g,
    (whole, element: string, content: string) =>
      content.includes('<Id>') ? whole : `<${element}><Id>${id()}</Id>${content}</${element}>`,
  );
}
