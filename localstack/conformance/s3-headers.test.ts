import {
  CopyObjectCommand,
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBackend } from '../testing/backend.ts';
import { uniqueName } from '../testing/unique-name.ts';

const aws = await startBackend(['s3']);
afterAll(() => aws[Symbol.asyncDispose]());
const s3 = aws.client(S3Client);
const Bucket = uniqueName('headers');
beforeAll(() => s3.send(new CreateBucketCommand({ Bucket })));

const put = (Key: string, more: Partial<PutObjectCommandInput> = {}) =>
  new PutObjectCommand({ Bucket, Key, Body: 'content', ...more });

interface Sent {
  readonly headers: Record<string, string>;
  readonly query: Record<string, string>;
}

/** A client that sets a header or a parameter of its own, or takes one away. */
function clientWith(change: (request: Sent) => void): S3Client {
  const client = aws.client(S3Client);
  client.middlewareStack.add(
    (next) => (args) => {
      change(args.request as Sent);
      return next(args);
    },
    { step: 'build', priority: 'low' },
  );
  return client;
}

it('a class of storage that is none is refused, and the others are kept', async () => {
  const none = { StorageClass: 'COLD' as 'GLACIER' };
  await expect(s3.send(put('class', none))).rejects.toMatchObject({
    name: 'InvalidStorageClass',
    message: 'The storage class you specified is not valid',
    StorageClassRequested: 'COLD',
  });
  await s3.send(put('class', { StorageClass: 'STANDARD_IA' }));
  const { StorageClass } = await s3.send(new GetObjectCommand({ Bucket, Key: 'class' }));
  expect(StorageClass).toBe('STANDARD_IA');
});

it('metadata has 2048 bytes of names and values at most', async () => {
  await s3.send(put('metadata', { Metadata: { name: 'x'.repeat(2044) } }));
  await expect(s3.send(put('metadata', { Metadata: { name: 'x'.repeat(2045) } }))).rejects.toMatchObject({
    name: 'MetadataTooLarge',
    message: 'Your metadata headers exceed the maximum allowed metadata size',
    Size: '2049',
    MaxSizeAllowed: '2048',
  });
});

it.each(['metadata', 'tagging'])('a directive for %s is to copy or to replace', async (kind) => {
  await s3.send(put('source'));
  const directive = kind === 'metadata' ? 'MetadataDirective' : 'TaggingDirective';
  const copy = { Bucket, Key: 'copy', CopySource: `${Bucket}/source`, [directive]: 'MERGE' as 'COPY' };
  await expect(s3.send(new CopyObjectCommand(copy))).rejects.toMatchObject({
    name: 'InvalidArgument',
    message: `Unknown ${kind} directive.`,
    ArgumentName: `x-amz-${kind}-directive`,
    ArgumentValue: 'MERGE',
  });
});

it('an algorithm is named with its checksum', async () => {
  const client = clientWith(({ headers }) => {
    delete headers['x-amz-checksum-sha256'];
  });
  await expect(client.send(put('checksum', { ChecksumAlgorithm: 'SHA256' }))).rejects.toMatchObject({
    name: 'InvalidRequest',
    message:
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
  });
});

it('the number of a part is one, and is answered as it was asked for', async () => {
  await s3.send(put('part'));
  const client = clientWith(({ query }) => {
    query.partNumber = 'first';
  });
  await expect(client.send(new GetObjectCommand({ Bucket, Key: 'part' }))).rejects.toMatchObject({
    name: 'InvalidArgument',
    ArgumentValue: 'first',
  });
});
