import type { EmbeddedContext } from '../core/context.ts';
import type { Call, Operation } from '../core/service.ts';
import { createServiceMetrics } from '../core/service-metrics.ts';
import type { MessageAttributes } from './model.ts';
import { type Entry, sizeOf } from './operations/send-message.ts';

/** A payload of so many bytes is billed as one request (https://aws.amazon.com/sqs/pricing/). */
const CHUNK = 64 * 1024;

interface Input extends Entry {
  readonly QueueUrl?: string;
  readonly Entries?: readonly Entry[];
}

interface Output {
  readonly Messages?: readonly { readonly Body: string; readonly MessageAttributes?: MessageAttributes }[];
  readonly Successful?: readonly unknown[];
}

/** How many messages of a call moved, by the metric that tells of it. */
type Moved = Readonly<Record<string, (output: Output) => number>>;

const many = ({ Successful = [] }: Output) => Successful.length;
const received = ({ Messages = [] }: Output) => Messages.length;
const MOVED: Readonly<Record<string, Moved>> = {
  SendMessage: { NumberOfMessagesSent: () => 1 },
  SendMessageBatch: { NumberOfMessagesSent: many },
  ReceiveMessage: {
    NumberOfMessagesReceived: received,
    NumberOfEmptyReceives: (output) => (received(output) === 0 ? 1 : 0),
  },
  DeleteMessage: { NumberOfMessagesDeleted: () => 1 },
  DeleteMessageBatch: { NumberOfMessagesDeleted: many },
};

/** Operations that count themselves. */
export interface MeteredOperations {
  readonly operations: Readonly<Record<string, Operation>>;
  stop(): void;
}

/**
 * Counts requests in the chunks that they are billed in, and tells CloudWatch of messages as `AWS/SQS`
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html).
 */
export function metered(
  context: EmbeddedContext,
  operations: Readonly<Record<string, Operation>>,
): MeteredOperations {
  const metrics = createServiceMetrics(context, 'AWS/SQS', 'sqs.amazonaws.com');

  function meteredOperation(name: string, run: Operation): Operation<Input> {
    const moved = Object.entries(MOVED[name] ?? {});
    return async (input: Input, call: Call) => {
      const output = ((await run(input as never, call)) ?? {}) as Output;
      const queue = input.QueueUrl?.slice(input.QueueUrl.lastIndexOf('/') + 1) ?? '*';
      const chunks = Math.max(1, Math.ceil(payloadBytes(input, output) / CHUNK));
      context.meter.add('sqs', 'requests', queue, chunks);
      for (const [metric, count] of moved) {
        const messages = count(output);
        if (messages > 0) metrics.add(queue, metric, messages, 'Count', () => ({ QueueName: queue }));
      }
      return output;
    };
  }

  return {
    operations: Object.fromEntries(
      Object.entries(operations).map(([name, run]) => [name, meteredOperation(name, run)]),
    ),
    stop: metrics.stop,
  };
}

function payloadBytes(input: Input, { Messages = [] }: Output): number {
  // What a call has no use for, nobody has looked at.
  const sent = Array.isArray(input.Entries) ? (input.Entries as readonly Entry[]) : [input];
  let bytes = 0;
  for (const entry of sent) if (typeof entry.MessageBody === 'string') bytes += sizeOf(entry);
  for (const { Body, MessageAttributes } of Messages) {
    bytes += sizeOf({ MessageBody: Body, ...(MessageAttributes ? { MessageAttributes } : {}) });
  }
  return bytes;
}
