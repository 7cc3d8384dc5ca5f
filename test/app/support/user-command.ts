import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { awsClient } from './aws.ts';
import { resourceName } from './resources.ts';
import { target } from './target.ts';

const run = promisify(execFile);

/** The bucket of receipts, whose name ends with the account and the region. */
export async function receiptBucket(): Promise<string> {
  const { Buckets = [] } = await awsClient(S3Client).send(new ListBucketsCommand());
  return (
    Buckets.map(({ Name = '' }) => Name).find((name) => name.startsWith(resourceName('receipts-'))) ?? ''
  );
}

/** What `npm run user -- add` or `erase` prints, as an administrator of AWS runs it; a refusal rejects with its `stderr`. */
export async function userCommand<Printed>(
  command: 'add' | 'erase',
  ...options: readonly string[]
): Promise<Printed> {
  const { userPoolId, tableName, endpoint, region, credentials } = target;
  const bucket = command === 'erase' ? ['--bucket', await receiptBucket()] : [];
  const where = ['--user-pool-id', userPoolId, '--table', tableName, ...bucket];
  const { stdout } = await run(process.execPath, ['app/commands/user.ts', command, ...options, ...where], {
    env: {
      ...process.env,
      AWS_REGION: region,
      ...(endpoint && { AWS_ENDPOINT_URL: endpoint }),
      ...(credentials && {
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      }),
    },
  });
  return JSON.parse(stdout) as Printed;
}
