import { jsonText, text } from '../arguments.ts';
import { ref } from '../example.ts';
import { defineQueueAttribute } from './queue-attribute.ts';

const FIELDS = { queue_url: text, redrive_policy: jsonText };

/** Where a queue's messages go that were received too often, for a queue that is declared without it. */
export default defineQueueAttribute<typeof FIELDS>({
  type: 'aws_sqs_queue_redrive_policy',
  arguments: FIELDS,
  example: {
    source: {
      queue_url: ref('aws_sqs_queue.source.url'),
      redrive_policy: JSON.stringify({
        deadLetterTargetArn: ref('aws_sqs_queue.dead.arn'),
        maxReceiveCount: 5,
      }),
    },
  },
  attribute: 'RedrivePolicy',
  wanted: ({ redrive_policy }) => redrive_policy,
});
