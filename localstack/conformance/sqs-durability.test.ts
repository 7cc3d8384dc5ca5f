import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createEmbeddedAws } from '../embedded/index.ts';

const dataDirectory = mkdtempSync(join(tmpdir(), 'embedded-data-'));
afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));

async function start() {
  const aws = await createEmbeddedAws({ services: ['sqs'], dataDirectory, log: () => {} });
  const { context } = aws;
  const call = <Output>(operation: string, input: object) =>
    context.call<Output>('sqs', operation, input, context.root);
  return { aws, call, clock: context.clock };
}

const urlOf = (name: string) => `http://localhost/000000000000/${name}`;
const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;

it('goes on moving messages out of a dead-letter queue after a restart', async () => {
  {
    const { aws, call } = await start();
    await using _stopped = aws;
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 1 });
    await call('CreateQueue', { QueueName: 'dead' });
    await call('CreateQueue', { QueueName: 'source', Attributes: { RedrivePolicy } });
    for (const MessageBody of ['1', '2', '3']) {
      await call('SendMessage', { QueueUrl: urlOf('dead'), MessageBody });
    }
    const destination = { DestinationArn: arnOf('source'), MaxNumberOfMessagesPerSecond: 1 };
    await call('StartMessageMoveTask', { SourceArn: arnOf('dead'), ...destination });
  }
  const { aws, call, clock } = await start();
  await using _stopped = aws;
  await clock.advance(10_000);
  const { Results } = await call<{ Results: object[] }>('ListMessageMoveTasks', { SourceArn: arnOf('dead') });
  expect(Results).toMatchObject([{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 3 }]);
});
