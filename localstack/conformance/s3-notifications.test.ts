import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  type QueueConfiguration,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, it } from 'vitest';
import { ACCOUNT, REGION, startBackend } from '../testing/backend.ts';

const aws = await startBackend(['s3', 'sqs']);
afterAll(() => aws[Symbol.asyncDispose]());
const s3 = aws.client(S3Client);
const sqs = aws.client(SQSClient);

let made = 0;
/** A bucket whose events go to a queue that lets S3 send to it. */
async function aBucketWithQueue(configuration: Partial<QueueConfiguration> = {}) {
  const name = `notified-${++made}`;
  const arn = `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arn,
      },
    ],
  });
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: { Policy } }));
  await s3.send(new CreateBucketCommand({ Bucket: name }));
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: name,
      NotificationConfiguration: {
        QueueConfigurations: [{ QueueArn: arn, Events: ['s3:ObjectCreated:*'], ...configuration }],
      },
    }),
  );
  const receive = async () => {
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    return (Messages ?? []).map(({ Body }) => JSON.parse(Body ?? ''));
  };
  return { Bucket: name, receive };
}

describe('a notification', () => {
  it('begins with a test event and reads back', async () => {
    const { Bucket, receive } = await aBucketWithQueue();
    expect(await receive()).toMatchObject([{ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket }]);
    const { QueueConfigurations } = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    expect(QueueConfigurations).toMatchObject([{ Id: expect.any(String), Events: ['s3:ObjectCreated:*'] }]);
  });

  it('tells of an object in the shape of AWS', async () => {
    const { Bucket, receive } = await aBucketWithQueue({ Id: 'mine' });
    await receive();
    await s3.send(new PutObjectCommand({ Bucket, Key: 'in/a b+ä.png', Body: 'hello' }));
    const [event] = await receive();
    expect(event.Records).toMatchObject([
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: 'us-east-1',
        eventName: 'ObjectCreated:Put',
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: 'mine',
          bucket: { name: Bucket, arn: `arn:aws:s3:::${Bucket}` },
          object: { key: 'in/a+b%2B%C3%A4.png', size: 5, eTag: '5d41402abc4b2a76b9719d911017c592' },
        },
      },
    ]);
  });

  it('is sent only for the events, prefix and suffix it names', async () => {
    const { Bucket, receive } = await aBucketWithQueue({
      Filter: {
        Key: {
          FilterRules: [
            { Name: 'prefix', Value: 'in/' },
            { Name: 'suffix', Value: '.png' },
          ],
        },
      },
    });
    await receive();
    for (const Key of ['out/a.png', 'in/a.txt', 'in/a.png']) {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    }
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'in/a.png' }));
    await aws.context.clock.advance(0);
    const events = await receive();
    expect(events.map((event) => event.Records[0].s3.object.key)).toEqual(['in/a.png']);
  });

  it('to a queue that is not there cannot be made', async () => {
    const { Bucket } = await aBucketWithQueue();
    const wrong = new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: {
        QueueConfigurations: [
          { QueueArn: `arn:aws:sqs:${REGION}:${ACCOUNT}:nowhere`, Events: ['s3:ObjectCreated:*'] },
        ],
      },
    });
    await expect(s3.send(wrong)).rejects.toMatchObject({
      name: 'InvalidArgument',
      message: 'Unable to validate the following destination configurations',
    });
  });
});
