import { jsonText, text } from '../arguments.ts';
import { jsonDiffers } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';

const FIELDS = { queue_url: text, policy: jsonText };

/** Who may use a queue: the queue's own policy. */
export default defineResource<typeof FIELDS, { readonly policy: string }>({
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
  attributes: ['id'],
  within: 'queue_url',
  foundBy: ['queue_url'],
  // A local AWS is at another port at its next start.
  names: { queue_url: (url) => url.replace(/^https?:\/\/[^/]+/, '') },

  async read(wanted, { aws }) {
    const sqs = await aws.sqs();
    const { Attributes } = await sqs.getQueueAttributes({
      QueueUrl: wanted.queue_url,
      AttributeNames: ['Policy'],
    });
    return Attributes?.Policy ? { policy: Attributes.Policy } : undefined;
  },

  async create(wanted, { aws }) {
    const sqs = await aws.sqs();
    await sqs.setQueueAttributes({ QueueUrl: wanted.queue_url, Attributes: { Policy: wanted.policy } });
    return { policy: wanted.policy };
  },

  async update(wanted, found, tools) {
    return jsonDiffers(wanted.policy, found.policy) ? this.create(wanted, tools) : undefined;
  },

  async delete(wanted, _found, { aws }) {
    const sqs = await aws.sqs();
    await sqs.setQueueAttributes({ QueueUrl: wanted.queue_url, Attributes: { Policy: '' } });
  },

  describe: (_found, wanted) => ({ id: wanted.queue_url }),
});
