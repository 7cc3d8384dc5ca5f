import type { EmbeddedContext } from '../core/context.ts';
import type { Service } from '../core/service.ts';
import { authorization } from './authorization.ts';
import { metered } from './metering.ts';
import { operationsOf } from './operations/index.ts';
import { createQueues } from './queues.ts';

/**
 * SQS: standard and FIFO queues, visibility, delays, retention and redrive on the emulated clock. Of its two
 * protocols it speaks JSON, as every SDK has since 2023.
 */
export function createSqsService(context: EmbeddedContext): Service {
  const queues = createQueues(context);
  const { operations, stop } = metered(context, operationsOf(queues));
  return {
    name: 'sqs',
    signingName: 'sqs',
    protocols: ['json-1.0'],
    targetPrefix: 'AmazonSQS',
    operations,
    authorization,
    resourcePolicy: (arn) => queues.find(arn.split(':')[5] ?? '')?.attributes.Policy,
    async stop() {
      stop();
      queues.release();
    },
  };
}
