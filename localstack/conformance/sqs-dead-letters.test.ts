import {
  CancelMessageMoveTaskCommand,
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, it } from 'vitest';
import { ACCOUNT, REGION, startBackend } from '../testing/backend.ts';

const aws = await startBackend(['sqs']);
afterAll(() => aws[Symbol.asyncDispose]());
const sqs = aws.client(SQSClient);
const { clock } = aws.context;

let made = 0;
async function aQueue(Attributes: Record<string, string> = {}): Promise<string> {
  const QueueName = `dead-letters-${++made}${Attributes.FifoQueue ? '.fifo' : ''}`;
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl as string;
}
const arnOf = (url: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${url.split('/').at(-1)}`;
const redriveTo = (arn: string) => JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 1 });
const aQueueWith = (deadUrl: string) => aQueue({ RedrivePolicy: redriveTo(arnOf(deadUrl)) });

const receive = async (QueueUrl: string, more: object = {}) =>
  (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];

/** Sends messages to a queue and receives them until they are in its dead-letter queue. */
async function giveUp(QueueUrl: string, ...bodies: string[]): Promise<void> {
  for (const MessageBody of bodies) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  for (let times = 0; times < 2; times++) await receive(QueueUrl, { VisibilityTimeout: 0 });
}

const bodiesIn = async (url: string) => (await receive(url)).map(({ Body }) => Body).sort();

async function waiting(QueueUrl: string): Promise<number> {
  const AttributeNames = ['ApproximateNumberOfMessages' as const];
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  return Number(Attributes?.ApproximateNumberOfMessages);
}

const move = (SourceArn: string, more: object = {}) =>
  sqs.send(new StartMessageMoveTaskCommand({ SourceArn, ...more }));
const movesOf = async (SourceArn: string, MaxResults = 10) =>
  (await sqs.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults }))).Results ?? [];
const cancel = (TaskHandle: string) => sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle }));

describe('a dead-letter queue', () => {
  it('exists', async () => {
    const RedrivePolicy = redriveTo(`arn:aws:sqs:${REGION}:${ACCOUNT}:nowhere`);
    await expect(aQueue({ RedrivePolicy })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: `Value ${RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.`,
    });
  });

  it.each([
    ['FIFO for a FIFO queue', { FifoQueue: 'true' }, {}],
    ['standard for a standard queue', {}, { FifoQueue: 'true' }],
  ])('is %s, when the queue is made and later', async (_what, ofSource, ofDead) => {
    const RedrivePolicy = redriveTo(arnOf(await aQueue(ofDead as Record<string, string>)));
    const refusal = {
      name: 'InvalidParameterValue',
      message: `Value ${RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: Dead-letter queue must be same type of queue as the source..`,
    };
    await expect(aQueue({ ...ofSource, RedrivePolicy })).rejects.toMatchObject(refusal);
    const QueueUrl = await aQueue(ofSource as Record<string, string>);
    const later = new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy } });
    await expect(sqs.send(later)).rejects.toMatchObject(refusal);
  });

  it('serves the queues that it allows alone', async () => {
    const friend = await aQueue();
    const dead = await aQueue({
      RedriveAllowPolicy: JSON.stringify({
        redrivePermission: 'byQueue',
        sourceQueueArns: [arnOf(friend)],
      }),
    });
    await expect(aQueueWith(dead)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    const Attributes = { RedrivePolicy: redriveTo(arnOf(dead)) };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: friend, Attributes }));
  });

  it('serves no queue when it denies all', async () => {
    const dead = await aQueue({ RedriveAllowPolicy: JSON.stringify({ redrivePermission: 'denyAll' }) });
    await expect(aQueueWith(dead)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  it.each([
    [{ redrivePermission: 'sometimes' }],
    [{ redrivePermission: 'byQueue' }],
    [{ redrivePermission: 'allowAll', sourceQueueArns: ['arn:aws:sqs:us-east-1:000000000000:q'] }],
  ])('does not take the redrive allow policy %j', async (policy) => {
    const RedriveAllowPolicy = JSON.stringify(policy);
    await expect(aQueue({ RedriveAllowPolicy })).rejects.toMatchObject({
      name: expect.stringMatching(/^Invalid(ParameterValue|AttributeValue)$/),
    });
  });
});

describe('moving messages out of a dead-letter queue', () => {
  it('brings them to the queue that is named, as new ones', async () => {
    const dead = await aQueue();
    const source = await aQueueWith(dead);
    const destination = await aQueue();
    await giveUp(source, 'one', 'two');
    const [before] = await receive(dead, { VisibilityTimeout: 0, MaxNumberOfMessages: 1 });
    await move(arnOf(dead), { DestinationArn: arnOf(destination) });
    await clock.advance(1000);
    const moved = await receive(destination, { AttributeNames: ['All'] });
    expect(moved.map(({ Body }) => Body).sort()).toEqual(['one', 'two']);
    expect(moved.map(({ MessageId }) => MessageId)).not.toContain(before?.MessageId);
    expect(moved[0]?.Attributes).toMatchObject({ ApproximateReceiveCount: '1' });
    expect(await movesOf(arnOf(dead))).toEqual([
      {
        Status: 'COMPLETED',
        SourceArn: arnOf(dead),
        DestinationArn: arnOf(destination),
        ApproximateNumberOfMessagesMoved: 2,
        ApproximateNumberOfMessagesToMove: 2,
        StartedTimestamp: expect.any(Number),
      },
    ]);
  });

  it('brings each back to the queue that it came from, unless another is named', async () => {
    const dead = await aQueue();
    const [first, second] = [await aQueueWith(dead), await aQueueWith(dead)];
    await giveUp(first, 'of the first');
    await giveUp(second, 'of the second');
    await move(arnOf(dead));
    await clock.advance(1000);
    expect(await bodiesIn(first)).toEqual(['of the first']);
    expect(await bodiesIn(second)).toEqual(['of the second']);
    expect((await movesOf(arnOf(dead)))[0]).not.toHaveProperty('DestinationArn');
  });

  it('fails for a message that was sent to the dead-letter queue itself, where no queue is named', async () => {
    const dead = await aQueue();
    await aQueueWith(dead);
    await sqs.send(new SendMessageCommand({ QueueUrl: dead, MessageBody: 'of nobody' }));
    await move(arnOf(dead));
    await clock.advance(1000);
    expect(await movesOf(arnOf(dead))).toMatchObject([
      { Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource' },
    ]);
    expect(await bodiesIn(dead)).toEqual(['of nobody']);
  });

  it('goes at the rate that is set', async () => {
    const dead = await aQueue();
    const source = await aQueueWith(dead);
    await giveUp(source, 'one', 'two', 'three');
    await move(arnOf(dead), { MaxNumberOfMessagesPerSecond: 1 });
    expect(await movesOf(arnOf(dead))).toMatchObject([
      { Status: 'RUNNING', MaxNumberOfMessagesPerSecond: 1, TaskHandle: expect.any(String) },
    ]);
    expect(await waiting(source)).toBe(1);
    await clock.advance(1000);
    expect(await waiting(source)).toBe(2);
    await clock.advance(1000);
    expect(await waiting(source)).toBe(3);
    expect(await movesOf(arnOf(dead))).toMatchObject([{ Status: 'COMPLETED' }]);
  });

  it('is one task at a time for a queue', async () => {
    const dead = await aQueue();
    await giveUp(await aQueueWith(dead), 'one', 'two');
    await move(arnOf(dead), { MaxNumberOfMessagesPerSecond: 1 });
    await expect(move(arnOf(dead))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message:
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    });
  });

  it('ends when it is cancelled, and what was moved stays', async () => {
    const dead = await aQueue();
    const source = await aQueueWith(dead);
    await giveUp(source, 'one', 'two', 'three');
    const { TaskHandle = '' } = await move(arnOf(dead), { MaxNumberOfMessagesPerSecond: 1 });
    expect((await cancel(TaskHandle)).ApproximateNumberOfMessagesMoved).toBe(1);
    await clock.advance(10_000);
    expect(await waiting(source)).toBe(1);
    expect(await movesOf(arnOf(dead))).toMatchObject([{ Status: 'CANCELLED' }]);
  });

  it('fails when its destination is deleted meanwhile', async () => {
    const dead = await aQueue();
    const destination = await aQueue();
    await giveUp(await aQueueWith(dead), 'one', 'two');
    await move(arnOf(dead), { DestinationArn: arnOf(destination), MaxNumberOfMessagesPerSecond: 1 });
    await sqs.send(new DeleteQueueCommand({ QueueUrl: destination }));
    await clock.advance(1000);
    expect(await movesOf(arnOf(dead))).toMatchObject([
      { Status: 'FAILED', FailureReason: 'AWS.SimpleQueueService.NonExistentQueue' },
    ]);
    expect(await bodiesIn(dead)).toHaveLength(1);
  });

  it('needs a source that is a dead-letter queue', async () => {
    const [source, destination] = [await aQueue(), await aQueue()];
    await expect(move(arnOf(source), { DestinationArn: arnOf(destination) })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: 'Source queue must be configured as a Dead Letter Queue.',
    });
  });

  it('needs a destination that exists', async () => {
    const dead = await aQueue();
    await aQueueWith(dead);
    await expect(move(arnOf(dead), { DestinationArn: `${arnOf(dead)}-nowhere` })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: "The resource that you specified for the DestinationArn parameter doesn't exist.",
    });
  });

  it.each([
    ['is none', 'foobared', 'InvalidParameterValue', 'Value for parameter TaskHandle is invalid.'],
    [
      'is of a queue that is none',
      handle(`arn:aws:sqs:${REGION}:${ACCOUNT}:nowhere`),
      'ResourceNotFoundException',
      "The resource that you specified for the SourceArn parameter doesn't exist.",
    ],
  ])('is not cancelled by a handle that %s', async (_what, TaskHandle, name, message) => {
    await expect(cancel(TaskHandle)).rejects.toMatchObject({ name, message });
  });

  it('is not cancelled by the handle of another task', async () => {
    await expect(cancel(handle(arnOf(await aQueue())))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Task does not exist.',
    });
  });
});

function handle(sourceArn: string): string {
  const taskId = '10f57157-fc38-4da9-a113-4de7e12d05dd';
  return Buffer.from(JSON.stringify({ taskId, sourceArn })).toString('base64');
}
