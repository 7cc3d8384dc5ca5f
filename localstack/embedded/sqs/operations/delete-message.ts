import { sqsErrors } from '../errors.ts';
import type { Queues } from '../queues.ts';
import { runBatch } from './batch.ts';

interface Entry {
  Id: string;
  ReceiptHandle?: string;
  VisibilityTimeout?: number;
}

/** DeleteMessage. */
export function deleteMessage(queues: Queues) {
  return (input: { QueueUrl?: string; ReceiptHandle?: string }) => {
    const { runtime } = queues.at(input.QueueUrl);
    runtime.delete(handleOf(input));
    return {};
  };
}

/** DeleteMessageBatch. */
export function deleteMessageBatch(queues: Queues) {
  return (input: { QueueUrl?: string; Entries?: Entry[] }) => {
    const { runtime } = queues.at(input.QueueUrl);
    return runBatch(input.Entries, (entry) => {
      runtime.delete(handleOf(entry));
      return {};
    });
  };
}

/** ChangeMessageVisibility. */
export function changeMessageVisibility(queues: Queues) {
  return (input: { QueueUrl?: string; ReceiptHandle?: string; VisibilityTimeout?: number }) => {
    const { runtime } = queues.at(input.QueueUrl);
    runtime.changeVisibility(handleOf(input), timeoutOf(input.VisibilityTimeout));
    return {};
  };
}

/** ChangeMessageVisibilityBatch. */
export function changeMessageVisibilityBatch(queues: Queues) {
  return (input: { QueueUrl?: string; Entries?: Entry[] }) => {
    const { runtime } = queues.at(input.QueueUrl);
    return runBatch(input.Entries, (entry) => {
      runtime.changeVisibility(handleOf(entry), timeoutOf(entry.VisibilityTimeout));
      return {};
    });
  };
}

function handleOf(input: { ReceiptHandle?: string }): string {
  if (!input.ReceiptHandle) throw sqsErrors.missingParameter('ReceiptHandle');
  return input.ReceiptHandle;
}

function timeoutOf(value: number | undefined): number {
  if (value === undefined) throw sqsErrors.missingParameter('VisibilityTimeout');
  const seconds = Number(value);
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= 43_200) return seconds;
  throw sqsErrors.invalidParameter(
    `Value ${value} for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an integer between 0 and 43200.`,
  );
}
