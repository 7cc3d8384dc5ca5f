import {
  type COMPUTED,
  checkAttributes,
  DEFAULTS,
  FIFO_DEFAULTS,
  isReadable,
  KMS_DEFAULTS,
  withOneEncryption,
} from '../attributes.ts';
import { sqsErrors } from '../errors.ts';
import type { Queues } from '../queues.ts';
import { checkPolicy, texts } from './queues.ts';

/** GetQueueAttributes. */
export function getQueueAttributes(queues: Queues) {
  return (input: { QueueUrl?: string; AttributeNames?: string[] }) => {
    const { queue, runtime } = queues.at(input.QueueUrl);
    const names = input.AttributeNames ?? [];
    const unknown = names.find((name) => !isReadable(name));
    if (unknown) throw sqsErrors.invalidAttributeName(unknown);
    runtime.expire();
    const counts = runtime.store.counts();
    const all: Record<string, string> = {
      ...DEFAULTS,
      ...(runtime.isFifo ? FIFO_DEFAULTS : {}),
      ...(queue.attributes.KmsMasterKeyId ? KMS_DEFAULTS : {}),
      ...queue.attributes,
      QueueArn: runtime.arn,
      ApproximateNumberOfMessages: String(counts.ready),
      ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
      ApproximateNumberOfMessagesDelayed: String(counts.delayed),
      CreatedTimestamp: String(queue.createdAt),
      LastModifiedTimestamp: String(queue.modifiedAt),
    } satisfies Record<(typeof COMPUTED)[number], string>;
    const wanted = names.includes('All') ? Object.keys(all) : names.filter((name) => all[name] !== undefined);
    if (wanted.length === 0) return {};
    return { Attributes: Object.fromEntries(wanted.map((name) => [name, all[name]])) };
  };
}

/** SetQueueAttributes: an empty policy is removed. */
export function setQueueAttributes(queues: Queues) {
  return (input: { QueueUrl?: string; Attributes?: Record<string, string> }) => {
    const { queue, runtime } = queues.at(input.QueueUrl);
    const changes = input.Attributes ?? {};
    checkAttributes(changes, runtime.isFifo);
    checkPolicy(queues, changes.Policy);
    if (changes.FifoQueue !== undefined && changes.FifoQueue !== (runtime.isFifo ? 'true' : 'false')) {
      throw sqsErrors.invalidAttributeValue('FifoQueue');
    }
    const attributes = texts(withOneEncryption(queue.attributes, changes));
    queues.save({ ...queue, attributes, modifiedAt: Math.floor(queues.context.clock.now() / 1000) });
    return {};
  };
}
