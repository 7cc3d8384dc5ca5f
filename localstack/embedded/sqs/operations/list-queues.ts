import { defineOperation } from '../../core/operation.ts';
import type { Queues } from '../queues/queues.ts';

interface ListQueuesInput {
  readonly QueueNamePrefix?: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** ListQueues. */
export const listQueues = defineOperation({
  name: 'ListQueues',
  authorization: () => [{ action: 'sqs:ListQueues', resource: '*' }],
  run(queues: Queues, input: ListQueuesInput) {
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
  },
});
