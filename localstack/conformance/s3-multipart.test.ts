import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../testing/backend.ts';
import { uniqueName } from '../testing/unique-name.ts';

const aws = await startBackend(['s3']);
afterAll(() => aws[Symbol.asyncDispose]());
const s3 = aws.client(S3Client);
const Bucket = uniqueName('multipart');
beforeAll(() => s3.send(new CreateBucketCommand({ Bucket })));

async function begin(Key: string, more: object = {}) {
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({
      Bucket,
      Key,
      ContentType: 'text/plain',
      Metadata: { a: '1' },
      ...more,
    }),
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

  it('is listed, page by page, with what others have in common', async () => {
    for (const key of ['list/a', 'list/b/1', 'list/b/2', 'list/c', 'list/c']) await begin(key);
    const found: string[] = [];
    let page: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {};
    for (;;) {
      const listed = await s3.send(
        new ListMultipartUploadsCommand({ Bucket, Prefix: 'list/', Delimiter: '/', MaxUploads: 1, ...page }),
      );
      found.push(...(listed.Uploads ?? []).map(({ Key = '' }) => Key));
      found.push(...(listed.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix));
      if (!listed.IsTruncated) break;
      page = { KeyMarker: listed.NextKeyMarker, UploadIdMarker: listed.NextUploadIdMarker };
    }
    expect(found).toEqual(['list/a', 'list/b/', 'list/c', 'list/c']);
    const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'list/' }));
    for (const { Key, UploadId } of Uploads) {
      await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    }
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

describe('a part that is copied', () => {
  beforeAll(() => s3.send(new PutObjectCommand({ Bucket, Key: 'source', Body: '0123456789' })));

  const copied = async (CopySourceRange: string | undefined, more: object = {}) => {
    const { at, complete } = await begin('copied');
    const copy = new UploadPartCopyCommand({
      ...at,
      PartNumber: 1,
      CopySource: `${Bucket}/source`,
      CopySourceRange,
      ...more,
    });
    const { CopyPartResult } = await s3.send(copy);
    await complete([{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'copied' }));
    return Body?.transformToString();
  };

  it.each([
    [undefined, '0123456789'],
    ['bytes=0-8', '012345678'],
    ['bytes=9-9', '9'],
  ])('has of its source the range %s', async (range, expected) => {
    expect(await copied(range)).toBe(expected);
  });

  const FORM =
    'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy';

  it.each([
    ['0-8', 'InvalidArgument', FORM],
    ['bytes=1-0', 'InvalidArgument', FORM],
    ['bytes=1-', 'InvalidArgument', FORM],
    ['bytes=-2', 'InvalidArgument', FORM],
    ['bytes=0-1,3-4', 'InvalidArgument', FORM],
    ['bytes=0-100', 'InvalidArgument', 'Range specified is not valid for source object of size: 10'],
    ['bytes=100-200', 'InvalidRequest', 'The specified copy range is invalid for the source object size'],
  ])('is refused with the range %s', async (range, name, message) => {
    await expect(copied(range)).rejects.toMatchObject({ name, message });
  });

  it('is refused where its source is not as demanded', async () => {
    await expect(copied(undefined, { CopySourceIfMatch: '"other"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      Condition: 'x-amz-copy-source-If-Match',
    });
  });
});

describe('the checksum of an upload in parts', () => {
  const attributes = (Key: string, more: object = {}) =>
    s3.send(
      new GetObjectAttributesCommand({
        Bucket,
        Key,
        ObjectAttributes: ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'],
        ...more,
      }),
    );

  it('is by default one of all bytes, with the algorithm of S3', async () => {
    const { part, complete } = await begin('default');
    await complete([await part(1, Buffer.from('aaa'))]);
    expect(await attributes('default')).toMatchObject({
      Checksum: { ChecksumCRC64NVME: 'Rnr2/5P7Gsk=', ChecksumType: 'FULL_OBJECT' },
      ETag: 'e2c3da976e66ec9e7dc128fbc782fc91-1',
      ObjectParts: { TotalPartsCount: 1 },
      ObjectSize: 3,
      StorageClass: 'STANDARD',
    });
  });

  // The values are those that were recorded of AWS, for two parts of 5,242,881 and one of 10 bytes.
  const bytes = [Buffer.alloc(5_242_881, 'a'), Buffer.alloc(5_242_881, 'a'), Buffer.alloc(10, 'a')];

  async function upload(Key: string, ChecksumType: string) {
    const { at, complete } = await begin(Key, { ChecksumAlgorithm: 'CRC32', ChecksumType });
    const parts: { PartNumber: number; ETag: string | undefined; ChecksumCRC32: string | undefined }[] = [];
    for (const [index, Body] of bytes.entries()) {
      const PartNumber = index + 1;
      const { ETag, ChecksumCRC32 } = await s3.send(new UploadPartCommand({ ...at, PartNumber, Body }));
      parts.push({ PartNumber, ETag, ChecksumCRC32 });
    }
    return { at, complete, parts };
  }

  it('is one of those of the parts, which are listed then', async () => {
    const { at, complete, parts } = await upload('composite', 'COMPOSITE');
    expect(parts.map(({ ChecksumCRC32 }) => ChecksumCRC32)).toEqual(['NRU+Sw==', 'NRU+Sw==', 'TBHN8A==']);
    expect(await s3.send(new ListPartsCommand({ ...at, MaxParts: 2 }))).toMatchObject({
      ChecksumAlgorithm: 'CRC32',
      ChecksumType: 'COMPOSITE',
      IsTruncated: true,
      NextPartNumberMarker: '2',
      Parts: [{ ChecksumCRC32: 'NRU+Sw==' }, { ChecksumCRC32: 'NRU+Sw==' }],
    });
    await expect(complete(parts.map(({ ETag, PartNumber }) => ({ ETag, PartNumber })))).rejects.toMatchObject(
      {
        name: 'InvalidRequest',
        message:
          'The upload was created using a crc32 checksum. The complete request must include the checksum for each part. It was missing for part 1 in the request.',
      },
    );
    expect(await complete(parts)).toMatchObject({
      ChecksumCRC32: '5FRUiw==-3',
      ChecksumType: 'COMPOSITE',
      ETag: '"4d45984fc3feb2ac9b22683c49674b56-3"',
    });
    expect(await attributes('composite', { MaxParts: 2, PartNumberMarker: '1' })).toMatchObject({
      Checksum: { ChecksumCRC32: '5FRUiw==', ChecksumType: 'COMPOSITE' },
      ObjectParts: {
        IsTruncated: false,
        MaxParts: 2,
        NextPartNumberMarker: '3',
        PartNumberMarker: '1',
        Parts: [
          { ChecksumCRC32: 'NRU+Sw==', PartNumber: 2, Size: 5_242_881 },
          { ChecksumCRC32: 'TBHN8A==', PartNumber: 3, Size: 10 },
        ],
        TotalPartsCount: 3,
      },
    });
    const { CopyObjectResult } = await s3.send(
      new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/composite` }),
    );
    expect(CopyObjectResult).toMatchObject({
      ChecksumCRC32: 'qSEQSA==',
      ChecksumType: 'FULL_OBJECT',
      ETag: '"a0397ee2df08832642af5d7e57c5760c"',
    });
  });

  it('is one of all bytes where that was asked for, and compared with what its sender says', async () => {
    const { at, parts } = await upload('full', 'FULL_OBJECT');
    const complete = (more: object) =>
      s3.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts: parts }, ...more }));
    await expect(complete({ ChecksumType: 'COMPOSITE' })).rejects.toMatchObject({
      message:
        'The upload was created using the FULL_OBJECT checksum mode. The complete request must use the same checksum mode.',
    });
    await expect(complete({ ChecksumCRC32: 'NRU+Sw==' })).rejects.toMatchObject({ name: 'BadDigest' });
    const declared = { ChecksumCRC32: 'qSEQSA==', ChecksumType: 'FULL_OBJECT' };
    await expect(complete({ ChecksumCRC32: declared.ChecksumCRC32 })).rejects.toMatchObject({
      name: 'BadDigest',
      message: 'The crc32 you specified did not match the calculated checksum.',
    });
    await expect(complete({ MpuObjectSize: 5 })).rejects.toMatchObject({
      message:
        "The provided 'x-amz-mp-object-size' header value 5 does not match what was computed: 10485772",
    });
    expect(await complete({ ...declared, MpuObjectSize: 10_485_772 })).toMatchObject({
      ChecksumCRC32: 'qSEQSA==',
      ChecksumType: 'FULL_OBJECT',
    });
  });

  it.each([
    [
      { ChecksumAlgorithm: 'SHA1', ChecksumType: 'FULL_OBJECT' },
      'The FULL_OBJECT checksum type cannot be used with the sha1 checksum algorithm.',
    ],
    [
      { ChecksumAlgorithm: 'CRC64NVME', ChecksumType: 'COMPOSITE' },
      'The COMPOSITE checksum type cannot be used with the crc64nvme checksum algorithm.',
    ],
    [
      { ChecksumType: 'COMPOSITE' },
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    ],
  ])('is refused as %j', async (more, message) => {
    await expect(begin('impossible', more)).rejects.toMatchObject({ name: 'InvalidRequest', message });
  });

  it('is of one algorithm in all parts', async () => {
    const { at } = await begin('mixed', { ChecksumAlgorithm: 'SHA256' });
    const other = new UploadPartCommand({ ...at, PartNumber: 1, Body: 'abc', ChecksumAlgorithm: 'CRC32' });
    await expect(s3.send(other)).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: 'Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: crc32',
    });
  });
});

describe('a part that is read', () => {
  const read = async (Key: string, PartNumber: number, more: object = {}) => {
    const { Body, ...rest } = await s3.send(new GetObjectCommand({ Bucket, Key, PartNumber, ...more }));
    return { ...rest, text: await Body?.transformToString() };
  };

  it('is the bytes that were uploaded in it', async () => {
    const { part, complete } = await begin('read');
    await complete([await part(1, FIVE_MB), await part(2, Buffer.from('the end'))]);
    expect(await read('read', 2)).toMatchObject({
      text: 'the end',
      ContentLength: 7,
      ContentRange: 'bytes 5242880-5242886/5242887',
      PartsCount: 2,
      $metadata: { httpStatusCode: 206 },
    });
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'read', PartNumber: 1 }));
    expect(head).toMatchObject({
      ContentLength: 5_242_880,
      ContentRange: 'bytes 0-5242879/5242887',
      PartsCount: 2,
    });
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'read' }))).PartsCount).toBeUndefined();
    await expect(read('read', 10)).rejects.toMatchObject({
      name: 'InvalidPartNumber',
      ActualPartCount: '2',
      PartNumberRequested: '10',
      $metadata: { httpStatusCode: 416 },
    });
  });

  it('is the whole of an object that was not uploaded in parts', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'single', Body: 'test-123' }));
    expect(await read('single', 1)).toMatchObject({ text: 'test-123', ContentRange: 'bytes 0-7/8' });
    await expect(read('single', 2)).rejects.toMatchObject({
      name: 'InvalidPartNumber',
      ActualPartCount: '1',
    });
    await expect(read('single', 1, { Range: 'bytes=0-1' })).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: 'Cannot specify both Range header and partNumber query parameter',
    });
  });
});
