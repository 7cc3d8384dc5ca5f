import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StartedEmbedded, startEmbedded } from '../../../testing/embedded.ts';
import { aFunction, invoke } from '../../../testing/functions.ts';

let aws: StartedEmbedded;
let lambda: LambdaClient;

beforeAll(async () => {
  aws = await startEmbedded({ services: ['lambda', 'sqs', 'cloudwatchlogs'] });
  lambda = aws.client(LambdaClient);
});

afterAll(() => aws[Symbol.asyncDispose]());

test.each([
  ['import', `import { SQS } from '@aws-sdk/client-sqs'`],
  ['require', `const { SQS } = createRequire(import.meta.url)('@aws-sdk/client-sqs')`],
])('a function finds the SDK by %s without having it in its package', async (_, found) => {
  const source = `
    import { createRequire } from 'node:module';
    ${found};
    export const handler = async () => typeof (await new SQS().createQueue({ QueueName: 'of-a-function' })).QueueUrl;`;
  expect(await invoke(lambda, await aFunction(lambda, source))).toMatchObject({ payload: 'string' });
});

test('what the SDK does not have is missing, as it is on AWS', async () => {
  const source = `import '@aws-sdk/client-nowhere'; export const handler = async () => 1;`;
  expect(await invoke(lambda, await aFunction(lambda, source))).toMatchObject({
    payload: { errorType: 'Runtime.ImportModuleError' },
  });
});
