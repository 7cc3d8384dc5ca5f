import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../testing/backend.ts';
import { uniqueName } from '../testing/unique-name.ts';

const aws = await startBackend(['s3']);
afterAll(() => aws[Symbol.asyncDispose]());
const s3 = aws.client(S3Client);
const Bucket = uniqueName('conditions');
beforeAll(() => s3.send(new CreateBucketCommand({ Bucket })));

const put = (Key: string, more: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body: 'content', ...more }));
const remove = (Key: string, more: object = {}) => s3.send(new DeleteObjectCommand({ Bucket, Key, ...more }));
const isThere = (Key: string) =>
  s3.send(new HeadObjectCommand({ Bucket, Key })).then(
    () => true,
    () => false,
  );

const failed = (Condition: string) => ({
  name: 'PreconditionFailed',
  Condition,
  $metadata: { httpStatusCode: 412 },
});
const notTaken = (Header: string, additionalMessage?: string) => ({
  name: 'NotImplemented',
  message: 'A header you provided implies functionality that is not implemented',
  Header,
  ...(additionalMessage ? { additionalMessage } : {}),
  $metadata: { httpStatusCode: 501 },
});

describe('a conditional deletion', () => {
  it('deletes what has the entity tag, and nothing else', async () => {
    const { ETag = '' } = await put('tagged');
    await expect(remove('tagged', { IfMatch: '"other"' })).rejects.toMatchObject(failed('If-Match'));
    expect(await isThere('tagged')).toBe(true);
    await remove('tagged', { IfMatch: ETag.replaceAll('"', '') });
    expect(await isThere('tagged')).toBe(false);
    await expect(remove('tagged', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('deletes what is there at all', async () => {
    await put('any');
    await remove('any', { IfMatch: '*' });
    await expect(remove('any', { IfMatch: '*' })).rejects.toMatchObject(failed('If-Match'));
  });

  it.each([
    [{ IfMatchSize: 7 }, 'x-amz-if-match-size'],
    [{ IfMatchLastModifiedTime: new Date(0) }, 'x-amz-if-match-last-modified-time'],
  ])('by what only directory buckets know is refused: %j', async (condition, header) => {
    await put('kept');
    await expect(remove('kept', condition)).rejects.toMatchObject(notTaken(header));
    expect(await isThere('kept')).toBe(true);
  });

  it('of many says of each how it went', async () => {
    const { ETag } = await put('one');
    await put('two');
    const Objects = [
      { Key: 'one', ETag },
      { Key: 'two', ETag: '"other"' },
      { Key: 'none', ETag: '*' },
    ];
    const { Deleted, Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted).toEqual([{ Key: 'one' }]);
    expect(Errors).toMatchObject([
      { Key: 'two', Code: 'PreconditionFailed' },
      { Key: 'none', Code: 'PreconditionFailed' },
    ]);
  });
});

describe('a conditional copy', () => {
  const DAY = 86_400_000;
  // Of a server's clock, which may be off the test's.
  const lastModified = async () =>
    (await s3.send(new HeadObjectCommand({ Bucket, Key: 'source' }))).LastModified ?? new Date();
  const copy = (conditions: object) =>
    s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/source`, ...conditions }));

  it('is made where all that was demanded of the source holds', async () => {
    const { ETag } = await put('source');
    const modified = await lastModified();
    await copy({
      CopySourceIfMatch: ETag,
      CopySourceIfNoneMatch: '"other"',
      CopySourceIfModifiedSince: new Date(modified.getTime() - DAY),
      CopySourceIfUnmodifiedSince: modified,
    });
    await copy({ CopySourceIfMatch: ETag, CopySourceIfUnmodifiedSince: new Date(modified.getTime() - DAY) });
    await copy({ CopySourceIfModifiedSince: new Date(modified.getTime() + DAY) });
  });

  it.each<[string, (tag: string | undefined, modified: number) => object]>([
    ['If-Match', () => ({ CopySourceIfMatch: '"other"' })],
    ['If-None-Match', (tag) => ({ CopySourceIfNoneMatch: tag })],
    [
      'If-None-Match',
      (tag, modified) => ({
        CopySourceIfNoneMatch: tag,
        CopySourceIfModifiedSince: new Date(modified - DAY),
      }),
    ],
    ['If-Modified-Since', (_tag, modified) => ({ CopySourceIfModifiedSince: new Date(modified) })],
    ['If-Unmodified-Since', (_tag, modified) => ({ CopySourceIfUnmodifiedSince: new Date(modified - DAY) })],
  ])('is refused by %s', async (condition, conditions) => {
    const { ETag } = await put('source');
    const modified = (await lastModified()).getTime();
    await expect(copy(conditions(ETag, modified))).rejects.toMatchObject(
      failed(`x-amz-copy-source-${condition}`),
    );
  });

  it('does not overwrite, or only what is known', async () => {
    await put('source');
    const { ETag } = await put('copy');
    await expect(copy({ IfNoneMatch: '*' })).rejects.toMatchObject(failed('If-None-Match'));
    await expect(copy({ IfMatch: '"other"' })).rejects.toMatchObject(failed('If-Match'));
    await copy({ IfMatch: ETag });
  });
});

describe('a conditional upload', () => {
  const why = (header: string) => `We don't accept the provided value of ${header} header for this API`;

  it.each([
    [{ IfNoneMatch: '"tag"' }, notTaken('If-None-Match', why('If-None-Match'))],
    [{ IfMatch: '*' }, notTaken('If-Match', why('If-Match'))],
    [
      { IfMatch: '"tag"', IfNoneMatch: '*' },
      notTaken('If-Match,If-None-Match', 'Multiple conditional request headers present in the request'),
    ],
  ])('by %j is refused', async (conditions, error) => {
    await expect(put('refused', conditions)).rejects.toMatchObject(error);
  });

  it('in parts fails where another wrote the object meanwhile', async () => {
    const { ETag: before } = await put('parts');
    const begin = async () => {
      const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts' }));
      const at = { Bucket, Key: 'parts', UploadId };
      const { ETag } = await s3.send(new UploadPartCommand({ ...at, PartNumber: 1, Body: 'part' }));
      return (conditions: object) =>
        s3.send(
          new CompleteMultipartUploadCommand({
            ...at,
            MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
            ...conditions,
          }),
        );
    };
    const complete = await begin();
    await expect(complete({ IfNoneMatch: '*' })).rejects.toMatchObject(failed('If-None-Match'));
    await remove('parts');
    await expect(complete({ IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'ConditionalRequestConflict',
      Condition: 'If-None-Match',
      Key: 'parts',
      $metadata: { httpStatusCode: 409 },
    });
    await expect(complete({ IfMatch: before })).rejects.toMatchObject({ name: 'NoSuchKey' });
    await put('parts');
    await expect(complete({ IfMatch: before })).rejects.toMatchObject({
      name: 'ConditionalRequestConflict',
      Condition: 'If-Match',
    });
    await (await begin())({ IfMatch: before });
  });
});
