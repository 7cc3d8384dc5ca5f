import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Changing, changesOf, startChanging } from '../../testing/terraform/changing.ts';

const REDRIVE = JSON.stringify({
  deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead',
  maxReceiveCount: 3,
});
const queues = (redrive_policy?: string) => ({
  aws_sqs_queue: { dead: { name: 'dead' }, q: { name: 'q', redrive_policy } },
});

let changing: Changing;
beforeEach(async () => {
  changing = await startChanging();
});
afterEach(() => changing[Symbol.asyncDispose]());

async function redrivePolicy(): Promise<string | undefined> {
  const sqs = await changing.aws.sqs();
  const { QueueUrl } = await sqs.getQueueUrl({ QueueName: 'q' });
  const { Attributes } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['RedrivePolicy'] });
  return Attributes?.RedrivePolicy;
}

it('leaves a redrive policy alone that it never had', async () => {
  await changing.run(queues());
  const sqs = await changing.aws.sqs();
  const { QueueUrl } = await sqs.getQueueUrl({ QueueName: 'q' });
  await sqs.setQueueAttributes({ QueueUrl, Attributes: { RedrivePolicy: REDRIVE } });
  expect(changesOf(await changing.run(queues()))).toEqual([]);
  expect(await redrivePolicy()).toBe(REDRIVE);
});

it('takes its own redrive policy away once it is gone from the definition', async () => {
  await changing.run(queues(REDRIVE));
  await changing.run(queues());
  expect(await redrivePolicy()).toBeUndefined();
});
