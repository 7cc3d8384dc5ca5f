import { jsonText, text } from '../arguments.ts';
import { jsonDiffers } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';

const FIELDS = { queue_url: text, redrive_policy: jsonText };

/** Where a queue's messages go that were received too often, for a queue that is declared without it. */
export default defineResource<typeof FIELDS, { readonly policy: string }>({
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
  attributes: ['id'],
  within: 'queue_url',
  foundBy: ['queue_url'],
  // A local AWS is at another port at its next start.
  names: { queue_url: (url) => url.replace(/^https?:\/\/[^/]+/, '') },

  async read(wanted, { aws }) {
    const sqs = await aws.sqs();
    const { Attributes } = await sqs.getQueueAttributes({
      QueueUrl: wanted.queue_url,
      AttributeNames: ['RedrivePolicy'],
    });
    return Attributes?.RedrivePolicy ? { policy: Attributes.RedrivePolicy } : undefined;
  },

  async create({ queue_url: QueueUrl, redrive_policy: RedrivePolicy }, { aws }) {
    const sqs = await aws.sqs();
    await sqs.setQueueAttributes({ QueueUrl, Attributes: { RedrivePolicy } });
    return { policy: RedrivePolicy };
  },

  async update(wanted, found, tools) {
    return jsonDiffers(wanted.redrive_policy, found.policy) ? this.create(wanted, tools) : undefined;
  },

  async delete({ queue_url: QueueUrl }, _found, { aws }) {
    const sqs = await aws.sqs();
    await sqs.setQueueAttributes({ QueueUrl, Attributes: { RedrivePolicy: '' } });
  },

  describe: (_found, wanted) => ({ id: wanted.queue_url }),
});
