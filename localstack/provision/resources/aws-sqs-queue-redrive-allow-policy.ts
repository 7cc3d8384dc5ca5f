import { jsonText, text } from '../arguments.ts';
import { ref } from '../example.ts';
import { defineQueueAttribute } from './queue-attribute.ts';

const FIELDS = { queue_url: text, redrive_allow_policy: jsonText };

/** Which queues may use a queue as their dead-letter queue. */
export default defineQueueAttribute<typeof FIELDS>({
  type: 'aws_sqs_queue_redrive_allow_policy',
  arguments: FIELDS,
  example: {
    dead: {
      queue_url: ref('aws_sqs_queue.dead.url'),
      redrive_allow_policy: JSON.stringify({ redrivePermission: 'allowAll' }),
    },
  },
  attribute: 'RedriveAllowPolicy',
  wanted: ({ redrive_allow_policy }) => redrive_allow_policy,
});
