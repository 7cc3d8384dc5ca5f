import type { Buckets } from '../buckets.ts';
import { notificationsOf, sendTestEvent } from '../notifications.ts';
import type { Document } from './configurations.ts';

/** PutBucketNotificationConfiguration: kept as sent, once every destination has taken a test event. */
export function putBucketNotification(buckets: Buckets) {
  return async (input: Document & { SkipDestinationValidation?: boolean }) => {
    buckets.get(input.Bucket);
    const document = withIds(input.Document, () => buckets.context.random.uuid());
    const destinations = notificationsOf(document);
    if (!input.SkipDestinationValidation) {
      for (const destination of destinations) await sendTestEvent(buckets, input.Bucket, destination);
    }
    const bucket = buckets.get(input.Bucket);
    buckets.save({ ...bucket, configurations: { ...bucket.configurations, notification: document } });
    return {};
  };
}

/** GetBucketNotificationConfiguration. */
export function getBucketNotification(buckets: Buckets) {
  return (input: { Bucket: string }): { Document: string } => ({
    Document: buckets.get(input.Bucket).configurations.notification ?? '<NotificationConfiguration/>',
  });
}

/** S3 gives an identifier to every destination that has none. */
function withIds(document: string, id: () => string): string {
  return document.replace(
    /<(QueueConfiguration|CloudFunctionConfiguration)>((?:(?!<\/\1>)[\s\S])*)<\/\1>/g,
    (whole, element: string, content: string) =>
      content.includes('<Id>') ? whole : `<${element}><Id>${id()}</Id>${content}</${element}>`,
  );
}
