import type { SQS } from '@aws-sdk/client-sqs';
import type { Decoded, Fields } from '../arguments.ts';
import { jsonDiffers } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import type { Example } from '../example.ts';
import type { ResourceType } from '../resource.ts';

/** One of the attributes of a queue that Terraform treats as resources of their own. */
export interface QueueAttribute<F extends Fields & { queue_url: Fields[string] }> {
  readonly type: string;
  readonly arguments: F;
  readonly example: Example;
  /** SQS's name of the attribute, whose value is JSON. */
  readonly attribute: 'Policy' | 'RedrivePolicy' | 'RedriveAllowPolicy';
  /** The JSON that is wanted. */
  wanted(arguments_: Decoded<F>): string;
}

/** A resource type that is one JSON attribute of a queue, compared as JSON. */
export function defineQueueAttribute<F extends Fields & { queue_url: Fields[string] }>({
  attribute,
  wanted: jsonOf,
  ...declared
}: QueueAttribute<F>): ResourceType {
  const urlOf = (wanted: Decoded<F>) => String(wanted.queue_url);
  const set = (sqs: SQS, QueueUrl: string, value: string) =>
    sqs.setQueueAttributes({ QueueUrl, Attributes: { [attribute]: value } });
  return defineResource<F, { readonly json: string }>({
    ...declared,
    attributes: ['id'],
    within: 'queue_url',
    foundBy: ['queue_url'],
    // A local AWS is at another port at its next start.
    names: { queue_url: (url: string) => url.replace(/^https?:\/\/[^/]+/, '') } as {
      readonly [Name in keyof F]?: (value: string) => string;
    },

    async read(wanted, { aws }) {
      const sqs = await aws.sqs();
      const { Attributes } = await sqs.getQueueAttributes({
        QueueUrl: urlOf(wanted),
        AttributeNames: [attribute],
      });
      const json = Attributes?.[attribute];
      return json ? { json } : undefined;
    },

    async create(wanted, { aws }) {
      const json = jsonOf(wanted);
      await set(await aws.sqs(), urlOf(wanted), json);
      return { json };
    },

    async update(wanted, found, tools) {
      return jsonDiffers(jsonOf(wanted), found.json) ? this.create(wanted, tools) : undefined;
    },

    async delete(wanted, _found, { aws }) {
      await set(await aws.sqs(), urlOf(wanted), '');
    },

    describe: (_found, wanted) => ({ id: urlOf(wanted) }),
  });
}
