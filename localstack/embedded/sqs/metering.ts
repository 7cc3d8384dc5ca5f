import type { EmbeddedContext } from '../core/context.ts';
import type { Metered } from '../core/operation.ts';
import type { Call, Operation } from '../core/service.ts';
import { createServiceMetrics } from '../core/service-metrics.ts';
import { type MessageEntry, sizeOf } from './messages/entry.ts';
import type { MessageAttributes } from './model.ts';

/** A payload of so many bytes is billed as one request (https://aws.amazon.com/sqs/pricing/). */
const CHUNK = 64 * 1024;

interface Input extends MessageEntry {
  readonly QueueUrl?: string;
  readonly Entries?: readonly MessageEntry[];
}

interface Output {
  readonly Messages?: readonly { readonly Body: string; readonly MessageAttributes?: MessageAttributes }[];
  readonly Successful?: readonly unknown[];
}

/** How many messages of a call moved, by CloudWatch's metric: what the operations on messages declare. */
export type MovedMessages = Readonly<Record<string, (output: Output) => number>>;

/** The messages of a batch that were taken. */
export const countSuccessful = ({ Successful = [] }: Output) => Successful.length;

/** The messages that a call was handed. */
export const countReceived = ({ Messages = [] }: Output) => Messages.length;

/** Whether a call was handed no message, as a count. */
export const countEmpty = ({ Messages = [] }: Output) => (Messages.length === 0 ? 1 : 0);

/** What counts SQS's calls. */
export interface SqsMetering {
  /** The operation, counted: `moved` is what it declares. */
  readonly metered: Metered<MovedMessages>;
  stop(): void;
}

/**
 * Counts requests in the chunks that they are billed in, and reports messages to CloudWatch as `AWS/SQS`
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html).
 */
export function createSqsMetering(context: EmbeddedContext): SqsMetering {
  const metrics = createServiceMetrics(context, 'AWS/SQS', 'sqs.amazonaws.com');

  function metered(run: Operation, moved: MovedMessages = {}): Operation<Input> {
    const counts = Object.entries(moved);
    return async (input: Input, call: Call) => {
      const output = ((await run(input as never, call)) ?? {}) as Output;
      const queue = input.QueueUrl?.slice(input.QueueUrl.lastIndexOf('/') + 1) ?? '*';
      const chunks = Math.max(1, Math.ceil(payloadBytes(input, output) / CHUNK));
      context.meter.add('sqs', 'requests', queue, chunks);
      for (const [metric, count] of counts) {
        const messages = count(output);
        if (messages > 0) metrics.add(queue, metric, messages, 'Count', () => ({ QueueName: queue }));
      }
      return output;
    };
  }

  return { metered, stop: metrics.stop };
}

function payloadBytes(input: Input, { Messages = [] }: Output): number {
  // What a call has no use for, nobody has looked at.
  const sent = Array.isArray(input.Entries) ? (input.Entries as readonly MessageEntry[]) : [input];
  let bytes = 0;
  for (const entry of sent) if (typeof entry.MessageBody === 'string') bytes += sizeOf(entry);
  for (const { Body, MessageAttributes } of Messages) {
    bytes += sizeOf({ MessageBody: Body, ...(MessageAttributes ? { MessageAttributes } : {}) });
  }
  return bytes;
}
