import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../testing/backend.ts';
import { uniqueName } from '../testing/unique-name.ts';

const aws = await startBackend(['s3']);
afterAll(() => aws[Symbol.asyncDispose]());
const s3 = aws.client(S3Client);
const Bucket = uniqueName('multipart');
beforeAll(() => s3.send(new CreateBucketCommand({ Bucket })));

async function begin(Key: string) {
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({ Bucket, Key, ContentType: 'text/plain', Metadata: { a: '1' } }),
  );
  const at = { Bucket, Key, UploadId };
  const part = async (PartNumber: number, Body: Uint8Array) => {
    const { ETag } = await s3.send(new UploadPartCommand({ ...at, PartNumber, Body }));
    return { PartNumber, ETag };
  };
  const complete = (Parts: { PartNumber: number; ETag: string | undefined }[]) =>
    s3.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts } }));
  return { at, part, complete };
}

const FIVE_MB = Buffer.alloc(5 * 1024 * 1024, 'a');

describe('an upload in parts', () => {
  it('becomes one object', async () => {
    const { at, part, complete } = await begin('whole');
    const last = await part(2, Buffer.from('end'));
    const first = await part(1, FIVE_MB);
    expect((await s3.send(new ListPartsCommand(at))).Parts?.map(({ Size }) => Size)).toEqual([5_242_880, 3]);
    const { ETag } = await complete([first, last]);
    expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    const stored = await s3.send(new GetObjectCommand({ Bucket, Key: 'whole' }));
    expect(stored).toMatchObject({
      ContentLength: 5_242_883,
      ContentType: 'text/plain',
      Metadata: { a: '1' },
    });
    expect((await stored.Body?.transformToByteArray())?.subarray(-4)).toEqual(
      Uint8Array.from(Buffer.from('aend')),
    );
    expect((await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads).toBeUndefined();
  });

  it('is refused with parts that are too small, unknown or out of order', async () => {
    const { part, complete } = await begin('refused');
    const one = await part(1, Buffer.from('small'));
    const two = await part(2, Buffer.from('small'));
    await expect(complete([one, two])).rejects.toMatchObject({ name: 'EntityTooSmall' });
    await expect(complete([two, one])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await expect(complete([{ PartNumber: 3, ETag: '"x"' }])).rejects.toMatchObject({ name: 'InvalidPart' });
  });

  it('is gone once aborted', async () => {
    const { at, part } = await begin('aborted');
    await part(1, Buffer.from('x'));
    await s3.send(new AbortMultipartUploadCommand(at));
    await expect(part(2, Buffer.from('x'))).rejects.toMatchObject({ name: 'NoSuchUpload' });
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'aborted' }))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
  });
});
