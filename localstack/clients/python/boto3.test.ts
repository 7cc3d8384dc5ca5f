import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startEmbedded } from '../../testing/embedded.ts';
import { pythonEnvironment } from './environment.ts';
import { runProgram } from './programs.ts';

const programs = await pythonEnvironment();

test.each([
  ['items of DynamoDB', 'dynamodb'],
  ['objects of S3', 's3'],
  ['queues, roles, figures and state machines', 'queues_and_others'],
  ['somebody who signs in by SRP', 'cognito'],
])('boto3 makes its round with %s', async (_, round) => {
  await using aws = await startEmbedded();
  const script = fileURLToPath(new URL(`rounds/${round}.py`, import.meta.url));
  const ended = await runProgram(join(programs, 'python'), [script], { AWS_ENDPOINT_URL: aws.endpoint });
  expect(ended).toEqual({ code: 0, stdout: '', stderr: '' });
});
