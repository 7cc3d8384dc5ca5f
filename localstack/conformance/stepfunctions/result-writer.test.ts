import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListMapRunsCommand } from '@aws-sdk/client-sfn';
import { afterAll, describe, expect, it } from 'vitest';
import { uniqueName } from '../../testing/unique-name.ts';
import { startWorkflows } from './support.ts';

const workflows = await startWorkflows('s3');
afterAll(() => workflows[Symbol.asyncDispose]());

const Bucket = uniqueName('results');
const s3 = workflows.aws.client(S3Client, { forcePathStyle: true });
await s3.send(new CreateBucketCommand({ Bucket }));

async function stored(Key: string): Promise<unknown> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return JSON.parse((await Body?.transformToString()) ?? '');
}

/** Fails for items below zero, of which it tolerates one. */
const writing = (Parameters: object) => ({
  StartAt: 'It',
  States: {
    It: {
      Type: 'Map',
      End: true,
      ToleratedFailureCount: 1,
      ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Check',
        States: {
          Check: {
            Type: 'Choice',
            Choices: [{ Variable: '$', NumericLessThan: 0, Next: 'Bad' }],
            Default: 'Good',
          },
          Bad: { Type: 'Fail', Error: 'Negative' },
          Good: { Type: 'Succeed' },
        },
      },
    },
  },
});

describe('A ResultWriter', () => {
  it('writes what became of the executions, and answers where the manifest is', async () => {
    const ran = await workflows.run(writing({ Bucket, Prefix: 'jobs' }), [1, -1, 2]);
    const { mapRuns } = await workflows.sfn.send(new ListMapRunsCommand({ executionArn: ran.arn }));
    const MapRunArn = mapRuns?.[0]?.mapRunArn as string;
    const folder = `jobs/${MapRunArn.split(':').at(-1)}`;
    expect(ran.output).toEqual({
      MapRunArn,
      ResultWriterDetails: { Bucket, Key: `${folder}/manifest.json` },
    });
    expect(await stored(`${folder}/manifest.json`)).toMatchObject({
      DestinationBucket: Bucket,
      MapRunArn,
      ResultFiles: {
        SUCCEEDED: [{ Key: `${folder}/SUCCEEDED_0.json` }],
        FAILED: [{ Key: `${folder}/FAILED_0.json` }],
        PENDING: [],
      },
    });
    expect(await stored(`${folder}/SUCCEEDED_0.json`)).toMatchObject([
      { Input: '1', Output: '1', Status: 'SUCCEEDED' },
      { Input: '2', Output: '2', Status: 'SUCCEEDED' },
    ]);
    expect(await stored(`${folder}/FAILED_0.json`)).toMatchObject([
      { Input: '-1', Error: 'Negative', Status: 'FAILED' },
    ]);
  });

  it('fails the Map where it cannot write', async () => {
    const ran = await workflows.run(writing({ Bucket: uniqueName('none') }), [1]);
    expect(ran.error).toBe('States.ResultWriterFailed');
    expect(ran.types.slice(-3)).toEqual(['MapRunFailed', 'MapStateFailed', 'ExecutionFailed']);
  });
});
