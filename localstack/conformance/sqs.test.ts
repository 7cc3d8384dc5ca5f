import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, it } from 'vitest';
import { ACCOUNT, backendName, REGION, startBackend } from '../testing/backend.ts';

const aws = await startBackend(['sqs']);
afterAll(() => aws[Symbol.asyncDispose]());
const sqs = aws.client(SQSClient);
const { clock } = aws.context;

let made = 0;
async function aQueue(Attributes: Record<string, string> = {}, suffix = ''): Promise<string> {
  const QueueName = `queue-${++made}${suffix}`;
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl as string;
}
const arnOf = (url: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${url.split('/').at(-1)}`;
const send = (QueueUrl: string, MessageBody = 'hello', more: object = {}) =>
  sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
const receive = async (QueueUrl: string, more: object = {}) =>
  (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];
const attributesOf = async (QueueUrl: string) =>
  (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))).Attributes ?? {};

describe('a queue', () => {
  it('has its address, its defaults and what it was made with', async () => {
    const QueueUrl = await aQueue({ VisibilityTimeout: '45' });
    expect(QueueUrl).toMatch(
      new RegExp(`^${backendName === 'aws' ? 'https?://[^/]+' : aws.endpoint}/${ACCOUNT}/queue-`),
    );
    expect(await attributesOf(QueueUrl)).toMatchObject({
      VisibilityTimeout: '45',
      MessageRetentionPeriod: '345600',
      DelaySeconds: '0',
      QueueArn: arnOf(QueueUrl),
      ApproximateNumberOfMessages: '0',
    });
    const QueueName = QueueUrl.split('/').at(-1);
    expect((await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl).toBe(QueueUrl);
    expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: QueueName }))).QueueUrls).toEqual([
      QueueUrl,
    ]);
  });

  it('is created again with the same attributes only', async () => {
    const QueueUrl = await aQueue({ VisibilityTimeout: '45' });
    const QueueName = QueueUrl.split('/').at(-1);
    const again = (VisibilityTimeout: string) =>
      sqs.send(new CreateQueueCommand({ QueueName, Attributes: { VisibilityTimeout } }));
    expect((await again('45')).QueueUrl).toBe(QueueUrl);
    await expect(again('46')).rejects.toMatchObject({
      name: 'QueueNameExists',
      message:
        'A queue already exists with the same name and a different value for attribute VisibilityTimeout',
    });
  });

  it('takes changed attributes and tags', async () => {
    const QueueUrl = await aQueue();
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { DelaySeconds: '5', Policy } }));
    expect(await attributesOf(QueueUrl)).toMatchObject({ DelaySeconds: '5', Policy });
    await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { a: '1', b: '2' } }));
    await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ['a'] }));
    expect((await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ b: '2' });
  });

  it('without tags is described without them', async () => {
    const QueueUrl = await aQueue();
    expect(await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).not.toHaveProperty('Tags');
  });

  it('without a key has no time for which data keys are used again', async () => {
    const QueueUrl = await aQueue();
    const Attributes = { KmsMasterKeyId: '', KmsDataKeyReusePeriodSeconds: '300' };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    expect(await attributesOf(QueueUrl)).not.toHaveProperty('KmsDataKeyReusePeriodSeconds');
  });

  it.each([
    [{ VisibilityTimeout: '43201' }, 'InvalidAttributeValue'],
    [{ Colour: 'red' }, 'InvalidAttributeName'],
  ])('is not made with %o', async (Attributes, name) => {
    await expect(aQueue(Attributes as Record<string, string>)).rejects.toMatchObject({ name });
  });

  it('that is gone does not exist', async () => {
    const QueueUrl = await aQueue();
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    await expect(send(QueueUrl)).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
      message: 'The specified queue does not exist.',
    });
  });

  it('is purged, but not twice within a minute', async () => {
    const QueueUrl = await aQueue();
    await send(QueueUrl);
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    expect(await receive(QueueUrl)).toEqual([]);
    await expect(sqs.send(new PurgeQueueCommand({ QueueUrl }))).rejects.toMatchObject({
      name: 'PurgeQueueInProgress',
    });
  });
});

describe('a message', () => {
  it('arrives with its attributes, and is gone once deleted', async () => {
    const QueueUrl = await aQueue();
    const MessageAttributes = {
      kind: { DataType: 'String', StringValue: 'receipt' },
      count: { DataType: 'Number', StringValue: '3' },
      raw: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) },
    };
    const sent = await send(QueueUrl, 'hello ä', { MessageAttributes });
    const [message] = await receive(QueueUrl, {
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    });
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'hello ä',
      MessageAttributes,
      Attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.any(String) },
    });
    expect(message?.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    await clock.advance(60_000);
    expect(await receive(QueueUrl)).toEqual([]);
  });

  it('is hidden while somebody works on it, and comes back', async () => {
    const QueueUrl = await aQueue({ VisibilityTimeout: '30' });
    await send(QueueUrl);
    expect(await receive(QueueUrl)).toHaveLength(1);
    expect(await receive(QueueUrl)).toEqual([]);
    expect(await attributesOf(QueueUrl)).toMatchObject({ ApproximateNumberOfMessagesNotVisible: '1' });
    await clock.advance(30_000);
    const [again] = await receive(QueueUrl, { AttributeNames: ['ApproximateReceiveCount'] });
    expect(again?.Attributes).toEqual({ ApproximateReceiveCount: '2' });
  });

  it('is hidden for longer, or shown at once, on request', async () => {
    const QueueUrl = await aQueue();
    await send(QueueUrl);
    const [message] = await receive(QueueUrl);
    const change = (VisibilityTimeout: number) =>
      sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl,
          ReceiptHandle: message?.ReceiptHandle,
          VisibilityTimeout,
        }),
      );
    await change(100);
    await clock.advance(60_000);
    expect(await receive(QueueUrl)).toEqual([]);
    await change(0);
    expect(await receive(QueueUrl)).toHaveLength(1);
    await expect(change(10)).rejects.toMatchObject({ name: 'MessageNotInflight' });
  });

  it('is hidden anew by its latest handle when its time is over', async () => {
    const QueueUrl = await aQueue();
    await send(QueueUrl);
    const [message] = await receive(QueueUrl, { VisibilityTimeout: 1 });
    await clock.advance(1000);
    const { ReceiptHandle } = message ?? {};
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 2 }));
    expect(await receive(QueueUrl)).toEqual([]);
  });

  it('is delivered late when it is delayed', async () => {
    const QueueUrl = await aQueue();
    await send(QueueUrl, 'later', { DelaySeconds: 60 });
    expect(await receive(QueueUrl)).toEqual([]);
    expect(await attributesOf(QueueUrl)).toMatchObject({ ApproximateNumberOfMessagesDelayed: '1' });
    await clock.advance(60_000);
    expect(await receive(QueueUrl)).toHaveLength(1);
  });

  it('is forgotten after the retention period', async () => {
    const QueueUrl = await aQueue({ MessageRetentionPeriod: '60' });
    await send(QueueUrl);
    await clock.advance(61_000);
    expect(await receive(QueueUrl)).toEqual([]);
  });

  it('that nobody can handle ends in the dead-letter queue', async () => {
    const dead = await aQueue();
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf(dead), maxReceiveCount: 2 });
    const QueueUrl = await aQueue({ VisibilityTimeout: '10', RedrivePolicy });
    await send(QueueUrl, 'poison');
    for (let attempt = 0; attempt < 2; attempt++) {
      expect(await receive(QueueUrl)).toHaveLength(1);
      await clock.advance(10_000);
    }
    expect(await receive(QueueUrl)).toEqual([]);
    const [moved] = await receive(dead, { AttributeNames: ['All'] });
    expect(moved).toMatchObject({
      Body: 'poison',
      Attributes: { DeadLetterQueueSourceArn: arnOf(QueueUrl) },
    });
    const { queueUrls } = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead }));
    expect(queueUrls).toEqual([QueueUrl]);
  });

  it('is handed to one of twenty consumers at once', async () => {
    const QueueUrl = await aQueue();
    await send(QueueUrl);
    const received = await Promise.all(Array.from({ length: 20 }, () => receive(QueueUrl)));
    expect(received.flat()).toHaveLength(1);
  });

  it.each([
    ['', 'MissingParameter'],
    ['x'.repeat(1024 * 1024 + 1), 'InvalidParameterValue'],
    ['\u0000', 'InvalidMessageContents'],
  ])('is refused when its body is unfit (%#)', async (body, name) => {
    await expect(send(await aQueue(), body)).rejects.toMatchObject({ name });
  });

  it.each([
    ['MaxNumberOfMessages', 11, 'Must be between 1 and 10, if provided.'],
    ['WaitTimeSeconds', 21, 'Must be >= 0 and <= 20, if provided.'],
  ])('is not received with %s of %i', async (name, value, reason) => {
    await expect(receive(await aQueue(), { [name]: value })).rejects.toMatchObject({
      message: `Value ${value} for parameter ${name} is invalid. Reason: ${reason}`,
    });
  });

  it('is not deleted by a handle that is none', async () => {
    const QueueUrl = await aQueue();
    const remove = new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'nonsense' });
    await expect(sqs.send(remove)).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
  });

  it('outlives a deletion by the handle of an earlier receive', async () => {
    const QueueUrl = await aQueue({ VisibilityTimeout: '10' });
    await send(QueueUrl);
    const [first] = await receive(QueueUrl);
    await clock.advance(10_000);
    await receive(QueueUrl);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    await clock.advance(10_000);
    expect(await receive(QueueUrl)).toHaveLength(1);
  });
});

describe('a long poll', () => {
  it('ends when a message comes', async () => {
    const QueueUrl = await aQueue();
    const waiting = receive(QueueUrl, { WaitTimeSeconds: 20 });
    await send(QueueUrl, 'awaited');
    expect((await waiting).map(({ Body }) => Body)).toEqual(['awaited']);
  });

  it('ends empty-handed when its time is up on the clock', async () => {
    const QueueUrl = await aQueue();
    const { context } = aws;
    const waiting = context.call('sqs', 'ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 }, context.root);
    await clock.advance(20_000);
    expect(await waiting).toEqual({});
  });
});

describe('a batch', () => {
  it('tells the outcome of each entry', async () => {
    const QueueUrl = await aQueue();
    const { Successful, Failed } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'good', MessageBody: 'x' },
          { Id: 'bad', MessageBody: 'x', DelaySeconds: 901 },
        ],
      }),
    );
    expect(Successful?.map(({ Id }) => Id)).toEqual(['good']);
    expect(Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidParameterValue', SenderFault: true }]);
    const [message] = await receive(QueueUrl);
    const Entries = [{ Id: 'a', ReceiptHandle: message?.ReceiptHandle }];
    const removed = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    expect(removed.Successful).toEqual([{ Id: 'a' }]);
  });

  it.each([
    [[], 'EmptyBatchRequest'],
    [
      Array.from({ length: 11 }, (_, id) => ({ Id: String(id), MessageBody: 'x' })),
      'TooManyEntriesInBatchRequest',
    ],
    [['a', 'a'].map((Id) => ({ Id, MessageBody: 'x' })), 'BatchEntryIdsNotDistinct'],
    [[{ Id: 'not ok', MessageBody: 'x' }], 'InvalidBatchEntryId'],
  ])('is refused as a whole when it is malformed (%#)', async (Entries, name) => {
    const batch = new SendMessageBatchCommand({ QueueUrl: await aQueue(), Entries });
    await expect(sqs.send(batch)).rejects.toMatchObject({ name });
  });
});

describe('a FIFO queue', () => {
  const fifo = () => aQueue({ FifoQueue: 'true', ContentBasedDeduplication: 'true' }, '.fifo');

  it('keeps the order of a group, one batch in flight at a time', async () => {
    const QueueUrl = await fifo();
    for (const body of ['1', '2', '3']) await send(QueueUrl, body, { MessageGroupId: 'a' });
    await send(QueueUrl, 'other', { MessageGroupId: 'b' });
    const [first] = await receive(QueueUrl, { MaxNumberOfMessages: 1 });
    expect(first?.Body).toBe('1');
    expect((await receive(QueueUrl)).map(({ Body }) => Body)).toEqual(['other']);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    expect((await receive(QueueUrl)).map(({ Body }) => Body)).toEqual(['2', '3']);
  });

  it('takes a repeated message once within five minutes', async () => {
    const QueueUrl = await fifo();
    const first = await send(QueueUrl, 'same', { MessageGroupId: 'a' });
    const second = await send(QueueUrl, 'same', { MessageGroupId: 'a' });
    expect(second.MessageId).toBe(first.MessageId);
    expect(await receive(QueueUrl)).toHaveLength(1);
    await clock.advance(300_000);
    expect((await send(QueueUrl, 'same', { MessageGroupId: 'a' })).MessageId).not.toBe(first.MessageId);
  });

  it('needs a group', async () => {
    await expect(send(await fifo())).rejects.toMatchObject({ name: 'MissingParameter' });
  });

  it('refuses a whole batch with an entry that has no group', async () => {
    const Entries = [
      { Id: 'a', MessageBody: 'x', MessageGroupId: 'g' },
      { Id: 'b', MessageBody: 'x' },
    ];
    const QueueUrl = await fifo();
    await expect(sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: 'The request must contain the parameter MessageGroupId.',
    });
    expect(await receive(QueueUrl)).toEqual([]);
  });

  it('does not delete by a handle whose visibility timeout is over', async () => {
    const QueueUrl = await fifo();
    await send(QueueUrl, 'x', { MessageGroupId: 'a' });
    const [message] = await receive(QueueUrl, { VisibilityTimeout: 1 });
    await clock.advance(1000);
    const { ReceiptHandle } = message ?? {};
    await expect(sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
    });
  });

  it.each([
    [0, []],
    [1, ['1']],
    [2, ['1', '2']],
  ])('hands out what is before a message in flight (%i)', async (position, expected) => {
    const QueueUrl = await fifo();
    for (const body of ['1', '2', '3']) await send(QueueUrl, body, { MessageGroupId: 'a' });
    const received = await receive(QueueUrl, { VisibilityTimeout: 1 });
    const { ReceiptHandle } = received[position] ?? {};
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 10 }));
    await clock.advance(2000);
    expect((await receive(QueueUrl)).map(({ Body }) => Body)).toEqual(expected);
  });

  it('delays each message as the queue does, whatever it asks for', async () => {
    const Attributes = { FifoQueue: 'true', ContentBasedDeduplication: 'true', DelaySeconds: '2' };
    const QueueUrl = await aQueue(Attributes, '.fifo');
    await send(QueueUrl, 'x', { MessageGroupId: 'a', DelaySeconds: 0 });
    expect(await receive(QueueUrl)).toEqual([]);
    await clock.advance(2000);
    expect(await receive(QueueUrl)).toHaveLength(1);
  });

  it('does not become a standard queue', async () => {
    const change = new SetQueueAttributesCommand({
      QueueUrl: await fifo(),
      Attributes: { FifoQueue: 'false' },
    });
    await expect(sqs.send(change)).rejects.toMatchObject({
      name: 'InvalidAttributeValue',
      message: 'Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.',
    });
  });

  it.each([
    ['FifoQueue', 'false', 'Unknown Attribute FifoQueue.'],
    ['ContentBasedDeduplication', 'false', 'Unknown Attribute ContentBasedDeduplication.'],
    [
      'DeduplicationScope',
      'queue',
      'You can specify the DeduplicationScope only when FifoQueue is set to true.',
    ],
  ])('alone has the attribute %s', async (name, value, message) => {
    await expect(aQueue({ [name]: value })).rejects.toMatchObject({ name: 'InvalidAttributeName', message });
  });

  it.each([
    ['MessageGroupId', ''],
    ['MessageGroupId', 'a group'],
    ['MessageDeduplicationId', 'a'.repeat(129)],
  ])('takes no %s that is «%s»', async (name, value) => {
    const ids = { MessageGroupId: 'g', [name]: value };
    await expect(send(await fifo(), 'x', ids)).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: `Value ${value} for parameter ${name} is invalid. Reason: ${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
    });
  });
});

describe('a request', () => {
  it('with a wrong secret is denied', async () => {
    const stranger = aws.client(SQSClient, {
      credentials: { accessKeyId: 'test', secretAccessKey: 'wrong' },
    });
    await expect(stranger.send(new ListQueuesCommand({}))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
  });
});
