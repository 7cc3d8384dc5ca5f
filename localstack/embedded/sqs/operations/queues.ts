import { AwsError } from '../../core/errors.ts';
import { checkAttributes, withOneEncryption } from '../attributes.ts';
import { sqsErrors } from '../errors.ts';
import type { Queues } from '../queues.ts';

interface CreateQueueInput {
  QueueName?: string;
  Attributes?: Record<string, string>;
  tags?: Record<string, string>;
}

/** How often PurgeQueue may be called, in milliseconds. */
const PURGE_INTERVAL = 60_000;

/** CreateQueue: a repeat with the same attributes gives the same URL. */
export function createQueue(queues: Queues) {
  return ({ QueueName, Attributes = {}, tags = {} }: CreateQueueInput) => {
    if (!QueueName) throw sqsErrors.missingParameter('QueueName');
    const fifo = Attributes.FifoQueue === 'true';
    checkName(QueueName, fifo);
    checkAttributes(Attributes, fifo);
    checkPolicy(queues, Attributes.Policy);
    const existing = queues.find(QueueName);
    if (existing) {
      const { runtime } = queues.at(queues.urlOf(QueueName));
      for (const [name, value] of Object.entries(Attributes)) {
        if (runtime.attribute(name) === String(value)) continue;
        throw new AwsError(
          'QueueNameExists',
          `A queue already exists with the same name and a different value for attribute ${name}`,
          400,
        );
      }
      return { QueueUrl: queues.urlOf(QueueName) };
    }
    const now = Math.floor(queues.context.clock.now() / 1000);
    const attributes = texts(withOneEncryption({}, Attributes));
    queues.save({ name: QueueName, attributes, tags, createdAt: now, modifiedAt: now });
    return { QueueUrl: queues.urlOf(QueueName) };
  };
}

/** GetQueueUrl. */
export function getQueueUrl(queues: Queues) {
  return ({ QueueName, QueueOwnerAWSAccountId }: { QueueName?: string; QueueOwnerAWSAccountId?: string }) => {
    if (!QueueName) throw sqsErrors.missingParameter('QueueName');
    const foreign =
      QueueOwnerAWSAccountId !== undefined && QueueOwnerAWSAccountId !== queues.context.accountId;
    if (foreign || !queues.find(QueueName)) throw sqsErrors.queueDoesNotExist();
    return { QueueUrl: queues.urlOf(QueueName) };
  };
}

/** ListQueues. */
export function listQueues(queues: Queues) {
  return (input: { QueueNamePrefix?: string; MaxResults?: number; NextToken?: string }) => {
    const { QueueNamePrefix = '', MaxResults = 1000, NextToken } = input;
    const after = NextToken === undefined ? '' : Buffer.from(NextToken, 'base64').toString();
    const names = queues
      .all()
      .map(({ name }) => name)
      .filter((name) => name.startsWith(QueueNamePrefix) && name > after);
    const page = names.slice(0, MaxResults);
    return {
      QueueUrls: page.map(queues.urlOf),
      ...(names.length > page.length ? { NextToken: Buffer.from(page.at(-1) ?? '').toString('base64') } : {}),
    };
  };
}

/** ListDeadLetterSourceQueues. */
export function listDeadLetterSourceQueues(queues: Queues) {
  return ({ QueueUrl }: { QueueUrl?: string }) => {
    const { arn } = queues.at(QueueUrl).runtime;
    const sources = queues.all().filter(({ attributes }) => attributes.RedrivePolicy?.includes(`"${arn}"`));
    return { queueUrls: sources.map(({ name }) => queues.urlOf(name)) };
  };
}

/** DeleteQueue: with all its messages, at once. */
export function deleteQueue(queues: Queues) {
  return ({ QueueUrl }: { QueueUrl?: string }) => {
    queues.remove(queues.at(QueueUrl).queue.name);
    return {};
  };
}

/** PurgeQueue. */
export function purgeQueue(queues: Queues) {
  return ({ QueueUrl }: { QueueUrl?: string }) => {
    const { queue, runtime } = queues.at(QueueUrl);
    const now = queues.context.clock.now();
    if (now - runtime.purgedAt < PURGE_INTERVAL) {
      throw new AwsError(
        'PurgeQueueInProgress',
        `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
        400,
      );
    }
    runtime.purgedAt = now;
    runtime.store.clear();
    return {};
  };
}

/** Refuses a queue policy that means nothing or cannot be enforced here. Throws InvalidAttributeValue. */
export function checkPolicy({ context }: Queues, policy: string | undefined): void {
  const problem = policy ? context.permissions.problemOf(String(policy)) : undefined;
  if (problem !== undefined) throw sqsErrors.invalidAttributeValue('Policy', problem);
}

/** Attributes as text: some callers send numbers. */
export function texts(attributes: Readonly<Record<string, unknown>>): Record<string, string> {
  const entries = Object.entries(attributes).map(([name, value]) => [name, String(value)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}

function checkName(name: string, fifo: boolean): void {
  const stem = fifo && name.endsWith('.fifo') ? name.slice(0, -'.fifo'.length) : name;
  if (/^[A-Za-z0-9_-]+$/.test(stem) && name.length <= 80 && (!fifo || name.endsWith('.fifo'))) return;
  throw sqsErrors.invalidParameter(
    fifo
      ? 'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.'
      : 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
  );
}
