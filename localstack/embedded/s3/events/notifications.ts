import type { Principal } from '../../core/service.ts';
import { listOf } from '../../protocol/xml.ts';
import type { Buckets } from '../buckets/buckets.ts';
import { checkDocument } from '../buckets/configurations.ts';
import { s3Errors } from '../errors.ts';
import type { ObjectVersion } from '../model.ts';
import type { Destination } from './deliveries.ts';

/** One destination of a bucket's events. */
export interface Notification extends Destination {
  readonly id: string;
  /** e.g. `s3:ObjectCreated:*`. */
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
}

/** The destinations in a NotificationConfiguration. Throws MalformedXML or InvalidArgument. */
export function notificationsOf(document: string): Notification[] {
  const root = checkDocument(document, 'NotificationConfiguration');
  if (typeof root !== 'object' || root === null) return [];
  const members = root as Record<string, unknown>;
  for (const refused of ['TopicConfiguration', 'EventBridgeConfiguration']) {
    if (members[refused] !== undefined) {
      throw s3Errors.invalidArgument(`The embedded AWS does not implement ${refused} in notifications.`);
    }
  }
  return [
    ...listOf(members.QueueConfiguration).map((member) => notification(member, 'queue', 'Queue')),
    ...listOf(members.CloudFunctionConfiguration).map((member) =>
      notification(member, 'lambda', 'CloudFunction'),
    ),
  ];
}

/** Sends the message that AWS sends when a queue becomes a destination. Throws InvalidArgument where it cannot. */
export async function sendTestEvent(buckets: Buckets, bucket: string, to: Notification): Promise<void> {
  const { clock, random } = buckets.context;
  if (to.kind !== 'queue') return;
  const event = {
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: new Date(clock.now()).toISOString(),
    Bucket: bucket,
    RequestId: random.id(16).toUpperCase(),
    HostId: random.uuid(),
  };
  try {
    await buckets.deliveries.deliver({ bucket, to, body: event });
  } catch {
    throw s3Errors.invalidArgument(
      'Unable to validate the following destination configurations',
      to.arn,
      'The destination queue does not exist or does not let S3 send to it',
    );
  }
}

/** What happened to an object. */
export interface ObjectEvent {
  readonly bucket: string;
  readonly key: string;
  /** Without the leading `s3:`, e.g. `ObjectCreated:Put`. */
  readonly name: string;
  readonly version: ObjectVersion;
  readonly principal: Principal;
  readonly requestId: string;
}

/**
 * Sends it to every destination that asked for it. The call that caused the event does not wait for it and does not
 * fail with it, as on AWS; the clock does wait.
 */
export function announce(buckets: Buckets, event: ObjectEvent): void {
  const { bucket, key, name } = event;
  const document = buckets.get(bucket).configurations.notification;
  if (document === undefined) return;
  for (const destination of notificationsOf(document)) {
    if (!concerns(destination, event)) continue;
    const { id, kind, arn } = destination;
    const body = { Records: [eventRecord(buckets, event, id)] };
    buckets.deliveries.send({ bucket, to: { kind, arn }, what: `${name} of ${bucket}/${key}`, body });
  }
}

function notification(member: unknown, kind: Notification['kind'], arnMember: string): Notification {
  const fields = member as Record<string, unknown>;
  const arn = fields[arnMember];
  const events = listOf<string>(fields.Event);
  if (typeof arn !== 'string' || events.length === 0) throw s3Errors.malformedXml();
  const filter = fields.Filter as { S3Key?: { FilterRule?: unknown } } | '' | undefined;
  const rules = listOf<{ Name: string; Value: unknown }>(filter ? filter.S3Key?.FilterRule : undefined);
  const rule = (name: string) => String(rules.find(({ Name }) => Name.toLowerCase() === name)?.Value ?? '');
  const unknown = rules.find(({ Name }) => !['prefix', 'suffix'].includes(Name.toLowerCase()));
  if (unknown)
    throw s3Errors.invalidArgument('filter rule name must be either prefix or suffix', 'FilterRule.Name');
  const known =
    /^s3:(ObjectCreated:(\*|Put|Post|Copy|CompleteMultipartUpload)|ObjectRemoved:(\*|Delete|DeleteMarkerCreated))$/;
  const other = events.find((event) => !known.test(event));
  if (other)
    throw s3Errors.invalidArgument(`The event '${other}' is not supported for notifications`, 'Event', other);
  return { id: String(fields.Id ?? ''), kind, arn, events, prefix: rule('prefix'), suffix: rule('suffix') };
}

function concerns(destination: Notification, event: ObjectEvent): boolean {
  if (!event.key.startsWith(destination.prefix) || !event.key.endsWith(destination.suffix)) return false;
  const name = `s3:${event.name}`;
  return destination.events.some((wanted) =>
    wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted,
  );
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
function eventRecord(buckets: Buckets, event: ObjectEvent, configurationId: string): object {
  const { context } = buckets;
  const { version } = event;
  const created = event.name.startsWith('ObjectCreated');
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: context.region,
    eventTime: new Date(context.clock.now()).toISOString(),
    eventName: event.name,
    userIdentity: { principalId: `AWS:${event.principal.arn}` },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': event.requestId, 'x-amz-id-2': event.requestId },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId,
      bucket: {
        name: event.bucket,
        ownerIdentity: { principalId: context.accountId },
        arn: `arn:aws:s3:::${event.bucket}`,
      },
      object: {
        key: encodeURIComponent(event.key).replaceAll('%20', '+').replaceAll('%2F', '/'),
        ...(created ? { size: version.body.byteLength, eTag: version.etag.slice(1, -1) } : {}),
        ...(version.versionId === 'null' ? {} : { versionId: version.versionId }),
        sequencer: Math.trunc(context.clock.now() * 1000)
          .toString(16)
          .toUpperCase()
          .padStart(18, '0'),
      },
    },
  };
}
