import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, it, test } from 'vitest';
import { uniqueName } from '../../testing/unique-name.ts';
import { startWorkflows } from './support.ts';

const workflows = await startWorkflows('s3', 'sqs');
afterAll(() => workflows[Symbol.asyncDispose]());

const Bucket = uniqueName('bucket');
await workflows.aws.client(S3Client, { forcePathStyle: true }).send(new CreateBucketCommand({ Bucket }));

const task = (Resource: string, Parameters: object, more: object = { End: true }) => ({
  Type: 'Task',
  Resource,
  Parameters,
  ...more,
});
const only = (state: object) => ({ StartAt: 'It', States: { It: state } });

describe("A task that calls S3's API", () => {
  test.for([
    { body: 'text data', text: '"text data"', sum: 'KUmHvQ==' },
    { body: { Dict: 'Value' }, text: '{"Dict":"Value"}', sum: 'hnEfWw==' },
    { body: false, text: 'false', sum: 'K81oMA==' },
  ])('stores $body as its JSON text, and reads it as text', async ({ body, text, sum }) => {
    const key = { Bucket, Key: uniqueName('key') };
    const put = await workflows.run(
      only(task('arn:aws:states:::aws-sdk:s3:putObject', { ...key, Body: body })),
    );
    expect(put.output).toMatchObject({ ChecksumCRC32: sum, ChecksumType: 'FULL_OBJECT' });
    const get = await workflows.run(only(task('arn:aws:states:::aws-sdk:s3:getObject', key)));
    expect(get.output).toMatchObject({ Body: text, ContentLength: text.length });
  });
});

describe('A task that sends a message', () => {
  it('fails as SQS does where the body is null', async () => {
    const sqs = workflows.aws.client(SQSClient);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: uniqueName('queue') }));
    const ran = await workflows.run(
      only(task('arn:aws:states:::sqs:sendMessage', { QueueUrl, MessageBody: null })),
    );
    expect(ran.error).toBe('SQS.AmazonSQSException');
    expect(ran.cause).toMatch(
      /^The request must contain the parameter MessageBody\. \(Service: AmazonSQS; Status Code: 400; Error Code: MissingParameter; /,
    );
  });
});
