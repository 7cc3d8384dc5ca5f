import type { EmbeddedContext } from '../core/context.ts';
import { declaredParts } from '../core/operation.ts';
import type { Service } from '../core/service.ts';
import { createSqsMetering } from './metering.ts';
import { declarations } from './operations/index.ts';
import { createQueues } from './queues/queues.ts';

/**
 * SQS: standard and FIFO queues, visibility, delays, retention and redrive on the emulated clock. It speaks JSON, as every
 * SDK has since 2023, and query, as older ones do.
 */
export function createSqsService(context: EmbeddedContext): Service {
  const queues = createQueues(context);
  const metering = createSqsMetering(context);
  return {
    name: 'sqs',
    signingName: 'sqs',
    protocols: ['json-1.0', 'query'],
    targetPrefix: 'AmazonSQS',
    ...declaredParts(queues, declarations, metering.metered),
    resourcePolicy: (arn) => queues.find(arn.split(':')[5] ?? '')?.attributes.Policy,
    async stop() {
      metering.stop();
      queues.release();
    },
  };
}
