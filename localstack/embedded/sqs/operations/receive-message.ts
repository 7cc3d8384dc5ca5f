import { defineOperation } from '../../core/operation.ts';
import type { Call } from '../../core/service.ts';
import { onQueue } from '../authorization.ts';
import { sqsErrors } from '../errors.ts';
import { md5, md5OfAttributes } from '../messages/md5.ts';
import { countEmpty, countReceived } from '../metering.ts';
import type { MessageAttributes } from '../model.ts';
import type { Received } from '../queues/queue.ts';
import type { Queues } from '../queues/queues.ts';

interface ReceiveMessageInput {
  readonly QueueUrl?: string;
  readonly MaxNumberOfMessages?: number;
  readonly VisibilityTimeout?: number;
  readonly WaitTimeSeconds?: number;
  readonly AttributeNames?: string[];
  readonly MessageSystemAttributeNames?: string[];
  readonly MessageAttributeNames?: string[];
}

/** ReceiveMessage. A call that waits costs nothing until a message comes or its time is up on the clock. */
export const receiveMessage = defineOperation({
  name: 'ReceiveMessage',
  authorization: onQueue('ReceiveMessage'),
  metering: {
    NumberOfMessagesReceived: countReceived,
    NumberOfEmptyReceives: countEmpty,
  },
  async run(queues: Queues, input: ReceiveMessageInput, call: Call) {
    const { runtime } = queues.at(input.QueueUrl);
    const count = bounded(
      'MaxNumberOfMessages',
      input.MaxNumberOfMessages ?? 1,
      1,
      10,
      'be between 1 and 10',
    );
    const visibility = bounded(
      'VisibilityTimeout',
      input.VisibilityTimeout ?? runtime.seconds('VisibilityTimeout'),
      0,
      43_200,
    );
    const wait = bounded(
      'WaitTimeSeconds',
      input.WaitTimeSeconds ?? runtime.seconds('ReceiveMessageWaitTimeSeconds'),
      0,
      20,
    );
    const take = () => runtime.receive(count, visibility);
    let received = take();
    if (!received && wait > 0) received = await runtime.store.wait(wait * 1000, take);
    if (!received) return {};
    try {
      await queues.keys.open(runtime, received, call.principal);
    } catch (error) {
      runtime.putBack(received);
      throw error;
    }
    return { Messages: received.map((one) => described(one, input)) };
  },
});

function bounded(
  name: string,
  value: number,
  least: number,
  most: number,
  rule = `be >= ${least} and <= ${most}`,
): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw sqsErrors.invalidParameter(
    `Value ${value} for parameter ${name} is invalid. Reason: Must ${rule}, if provided.`,
  );
}

function described({ message, receiptHandle }: Received, input: ReceiveMessageInput): object {
  const attributes = chosen(message.attributes, input.MessageAttributeNames ?? []);
  const md5OfMessageAttributes = md5OfAttributes(attributes);
  const names = new Set([...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])]);
  const system: Record<string, string | undefined> = {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    SequenceNumber: message.sequenceNumber,
    MessageGroupId: message.groupId,
    MessageDeduplicationId: message.deduplicationId,
    DeadLetterQueueSourceArn: message.deadLetterSource,
    AWSTraceHeader: message.systemAttributes.AWSTraceHeader?.StringValue,
  };
  const wanted = Object.entries(system).filter(
    ([name, value]) => value !== undefined && (names.has('All') || names.has(name)),
  );
  return {
    MessageId: message.id,
    ReceiptHandle: receiptHandle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(wanted.length > 0 ? { Attributes: Object.fromEntries(wanted) } : {}),
    ...(md5OfMessageAttributes
      ? { MessageAttributes: attributes, MD5OfMessageAttributes: md5OfMessageAttributes }
      : {}),
  };
}

/** Attributes by name, by `prefix.*`, or all. */
function chosen(attributes: MessageAttributes, names: readonly string[]): MessageAttributes {
  const wants = (name: string) =>
    names.some(
      (wanted) =>
        wanted === 'All' ||
        wanted === name ||
        (wanted.endsWith('.*') && name.startsWith(wanted.slice(0, -1))),
    );
  return Object.fromEntries(
    Object.entries(attributes).filter(([name]) => names.includes('.*') || wants(name)),
  );
}
