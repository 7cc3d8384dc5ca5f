import { jsonText, text } from '../arguments.ts';
import { ref } from '../example.ts';
import { defineQueueAttribute } from './queue-attribute.ts';

const FIELDS = { queue_url: text, policy: jsonText };

/** Who may use a queue: the queue's own policy. */
export default defineQueueAttribute<typeof FIELDS>({
  type: 'aws_sqs_queue_policy',
  arguments: FIELDS,
  example: {
    q: {
      queue_url: ref('aws_sqs_queue.q.url'),
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 's3.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: ref('aws_sqs_queue.q.arn'),
          },
        ],
      }),
    },
  },
  attribute: 'Policy',
  wanted: ({ policy }) => policy,
});
