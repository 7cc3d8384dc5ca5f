import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import { test as base, describe, expect } from 'vitest';
import { localAws } from '../vitest.ts';

const stacks = mkdtempSync(join(tmpdir(), 'fixture-'));
writeFileSync(
  join(stacks, 'main.tf.json'),
  JSON.stringify({
    resource: { aws_sqs_queue: { jobs: { name: 'jobs', visibility_timeout_seconds: 60 } } },
    output: {
      queue_url: { value: `\${aws_sqs_queue.jobs.url}` },
      names: { value: ['a', 'b'] },
    },
  }),
);

const test = base
  .extend('bare', { scope: 'file' }, localAws())
  .extend('aws', { scope: 'file' }, localAws({ stacks }));

describe('localAws()', () => {
  test('gives a bare AWS, and sets nothing global', async ({ bare }) => {
    expect(bare.outputs).toEqual({});
    expect(process.env.AWS_ENDPOINT_URL).toBeUndefined();
    const health = await fetch(`${bare.endpoint}/_testbed/health`);
    expect(await health.json()).toMatchObject({ status: 'running' });
  });
});

describe('localAws({ stacks })', () => {
  test('has the stacks in it, with their outputs', async ({ aws }) => {
    expect(aws.outputs).toEqual({ queue_url: `${aws.endpoint}/000000000000/jobs`, names: '["a","b"]' });
    expect(await new SQSClient(aws.clientConfig).config.region()).toBe('us-east-1');
  });

  test('says what is wrong with a definition', async () => {
    const wanted = localAws({ stacks: join(stacks, 'nowhere') });
    await expect(wanted({}, { onCleanup() {} })).rejects.toThrow('there are no stacks');
  });
});

describe('a fixture of one test', () => {
  let endpoint = '';
  const own = base.extend('aws', localAws({ services: ['sqs'] }));

  own('has an AWS of its own', ({ aws }) => {
    endpoint = aws.endpoint;
  });

  base('which has stopped when that test is over', async () => {
    await expect(fetch(endpoint)).rejects.toThrow();
  });
});

describe('localAws({ environment: true })', () => {
  const own = base.extend('aws', localAws({ environment: true, services: ['sqs'] }));

  own('sets what the SDKs read, while it runs', ({ aws }) => {
    expect(process.env).toMatchObject({ AWS_ENDPOINT_URL: aws.endpoint, AWS_REGION: 'us-east-1' });
  });

  base('leaves those of another one in force that still runs, in whichever order they stop', async () => {
    const cleanups: (() => Promise<void>)[] = [];
    const start = () =>
      localAws({ environment: true, services: ['sqs'] })(
        {},
        { onCleanup: (cleanup) => void cleanups.push(cleanup) },
      );
    const first = await start();
    const second = await start();
    const third = await start();
    expect(process.env.AWS_ENDPOINT_URL).toBe(third.endpoint);
    await cleanups[0]?.();
    expect(process.env.AWS_ENDPOINT_URL).toBe(third.endpoint);
    await cleanups[2]?.();
    expect(process.env.AWS_ENDPOINT_URL).toBe(second.endpoint);
    expect(first.endpoint).not.toBe(second.endpoint);
    await cleanups[1]?.();
    expect(process.env.AWS_ENDPOINT_URL).toBeUndefined();
  });

  base('has it as it was when it has stopped', () => {
    expect(process.env.AWS_ENDPOINT_URL).toBeUndefined();
  });
});
