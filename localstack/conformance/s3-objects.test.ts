import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../testing/backend.ts';
import { uniqueName } from '../testing/unique-name.ts';

const aws = await startBackend(['s3']);
afterAll(() => aws[Symbol.asyncDispose]());
const s3 = aws.client(S3Client);
const Bucket = uniqueName('objects');
beforeAll(() => s3.send(new CreateBucketCommand({ Bucket })));

const put = (Key: string, Body: string | Uint8Array = 'content', more: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = (Key: string, more: object = {}) => s3.send(new GetObjectCommand({ Bucket, Key, ...more }));

describe('an object', () => {
  it('comes back with its bytes, type and metadata', async () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 251);
    await put('a/ä ö+&%.bin', bytes, {
      ContentType: 'image/png',
      CacheControl: 'no-store',
      ContentDisposition: 'attachment; filename="x"',
      Metadata: { owner: 'me' },
      Tagging: 'stage=test&b=2',
    });
    const found = await get('a/ä ö+&%.bin', { ChecksumMode: 'ENABLED' });
    expect(await found.Body?.transformToByteArray()).toEqual(bytes);
    expect(found).toMatchObject({
      ContentType: 'image/png',
      CacheControl: 'no-store',
      ContentDisposition: 'attachment; filename="x"',
      ContentLength: 70_000,
      Metadata: { owner: 'me' },
      TagCount: 2,
      ServerSideEncryption: 'AES256',
      ChecksumCRC32: expect.any(String),
    });
    const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'a/ä ö+&%.bin' }));
    expect(TagSet).toEqual([
      { Key: 'stage', Value: 'test' },
      { Key: 'b', Value: '2' },
    ]);
  });

  it('has its MD5 as ETag', async () => {
    const { ETag } = await put('etag', 'hello');
    expect(ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'etag' }))).ETag).toBe(ETag);
  });

  it.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    'is checked by %s, which is echoed',
    async (ChecksumAlgorithm) => {
      const stored = await put('checked', 'hello', { ChecksumAlgorithm });
      expect(stored).toHaveProperty(`Checksum${ChecksumAlgorithm}`);
    },
  );

  it('with a wrong checksum is refused and not stored', async () => {
    const wrong = put('corrupt', 'hello', { ChecksumCRC32: 'AAAAAA==' });
    await expect(wrong).rejects.toMatchObject({ name: 'BadDigest', $metadata: { httpStatusCode: 400 } });
    await expect(get('corrupt')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it.each([
    [{ ChecksumSHA256: 'not base64' }, 'Value for x-amz-checksum-sha256 header is invalid.'],
    [{ ChecksumCRC32: 'AAAA' }, 'Value for x-amz-checksum-crc32 header is invalid.'],
    [
      { ChecksumCRC32: 'AAAAAA==', ChecksumSHA1: '2jmj7l5rSw0yVb/vlWAYkK/YBwk=' },
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    ],
  ])('with %j for a checksum is refused', async (checksums, message) => {
    await expect(put('bad', '', checksums)).rejects.toMatchObject({ name: 'InvalidRequest', message });
  });

  it('with a wrong MD5 is answered by the right one', async () => {
    await expect(put('bad', 'x', { ContentMD5: 'CYketZBSTjX8czcs3cXVlg==' })).rejects.toMatchObject({
      name: 'BadDigest',
      ExpectedDigest: '09891eb590524e35fc73372cddc5d596',
      CalculatedDigest: 'ndTkYSaMgDT1yFZOFVxnpg==',
    });
  });

  it('arrives whole from a stream, in chunks with a trailing checksum', async () => {
    const parts = Array.from({ length: 5 }, (_, index) => Buffer.alloc(30_000, index));
    const { Readable } = await import('node:stream');
    await s3.send(
      new PutObjectCommand({ Bucket, Key: 'stream', Body: Readable.from(parts), ContentLength: 150_000 }),
    );
    const body = await (await get('stream')).Body?.transformToByteArray();
    expect(Buffer.compare(Buffer.from(body ?? []), Buffer.concat(parts))).toBe(0);
  });

  it('is read in part', async () => {
    await put('range', '0123456789');
    const middle = await get('range', { Range: 'bytes=2-4' });
    expect(middle).toMatchObject({ ContentRange: 'bytes 2-4/10', ContentLength: 3 });
    expect(await middle.Body?.transformToString()).toBe('234');
    expect(await (await get('range', { Range: 'bytes=-2' })).Body?.transformToString()).toBe('89');
    await expect(get('range', { Range: 'bytes=10-' })).rejects.toMatchObject({
      name: 'InvalidRange',
      $metadata: { httpStatusCode: 416 },
    });
  });

  it('that is not there is not found', async () => {
    await expect(get('nowhere')).rejects.toMatchObject({
      name: 'NoSuchKey',
      message: 'The specified key does not exist.',
      Key: 'nowhere',
    });
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'nowhere' }))).rejects.toMatchObject({
      name: 'NotFound',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('of a bucket that is not there is not found', async () => {
    await expect(s3.send(new GetObjectCommand({ Bucket: 'no-such-bucket', Key: 'x' }))).rejects.toMatchObject(
      { name: 'NoSuchBucket' },
    );
  });

  it('is created once by fifty at once that want it new', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, by) => put('once', String(by), { IfNoneMatch: '*' })),
    );
    const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(lost).toHaveLength(49);
    for (const { reason } of lost) {
      expect(reason).toMatchObject({ name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } });
    }
  });

  it('is not sent again to who has it', async () => {
    const { ETag } = await put('cached');
    await expect(get('cached', { IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
  });

  it('is copied with its metadata, or with other', async () => {
    await put('from', 'copied', { ContentType: 'text/plain', Metadata: { a: '1' } });
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/from` }));
    const copy = await get('to');
    expect(await copy.Body?.transformToString()).toBe('copied');
    expect(copy).toMatchObject({ ContentType: 'text/plain', Metadata: { a: '1' } });
    await s3.send(
      new CopyObjectCommand({
        Bucket,
        Key: 'to',
        CopySource: `${Bucket}/from`,
        MetadataDirective: 'REPLACE',
        Metadata: { b: '2' },
      }),
    );
    expect((await get('to')).Metadata).toEqual({ b: '2' });
  });

  it('has the tags that it was given last', async () => {
    const object = { Bucket, Key: 'tagged' };
    await s3.send(new PutObjectCommand({ ...object, Body: 'x', Tagging: 'state=new' }));
    const tags = async () => (await s3.send(new GetObjectTaggingCommand(object))).TagSet;
    expect(await tags()).toEqual([{ Key: 'state', Value: 'new' }]);
    const TagSet = [{ Key: 'state', Value: 'seen' }];
    await s3.send(new PutObjectTaggingCommand({ ...object, Tagging: { TagSet } }));
    expect(await tags()).toEqual(TagSet);
    await s3.send(new DeleteObjectTaggingCommand(object));
    expect(await tags()).toEqual([]);
  });

  it.each(['%', 'nowhere', `${Bucket}/%ff`])('is not copied from %j', async (source) => {
    const copy = new CopyObjectCommand({ Bucket, Key: 'to', CopySource: source });
    await expect(s3.send(copy)).rejects.toMatchObject({ $fault: 'client' });
  });

  it('is deleted, and again without complaint', async () => {
    await put('gone');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
    await expect(get('gone')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('a listing', () => {
  beforeAll(async () => {
    for (const key of ['l/1', 'l/2', 'l/sub/1', 'l/sub/2', 'l/z']) await put(key);
  });
  const list = (more: object) => s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'l/', ...more }));

  it('groups keys by a delimiter', async () => {
    const { Contents, CommonPrefixes, KeyCount } = await list({ Delimiter: '/' });
    expect(Contents?.map(({ Key }) => Key)).toEqual(['l/1', 'l/2', 'l/z']);
    expect(CommonPrefixes).toEqual([{ Prefix: 'l/sub/' }]);
    expect(KeyCount).toBe(4);
  });

  it('continues where it stopped', async () => {
    const seen: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await list({ MaxKeys: 1, Delimiter: '/', ContinuationToken });
      seen.push(
        ...[
          ...(page.Contents ?? []).map(({ Key }) => Key),
          ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
        ].map(String),
      );
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    expect(seen).toEqual(['l/1', 'l/2', 'l/sub/', 'l/z']);
  });

  it('starts after a key', async () => {
    const { Contents } = await list({ StartAfter: 'l/sub/1' });
    expect(Contents?.map(({ Key }) => Key)).toEqual(['l/sub/2', 'l/z']);
  });

  it('deletes keys with space around them', async () => {
    const keys = [' before', 'after ', ' '];
    for (const key of keys) await put(key);
    const Objects = keys.map((Key) => ({ Key }));
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    for (const key of keys) await expect(get(key)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('deletes many at once', async () => {
    const Objects = [{ Key: 'l/sub/1' }, { Key: 'l/sub/2' }];
    const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted).toEqual(Objects);
  });
});

describe('a versioned bucket', () => {
  const versioned = { Bucket: uniqueName('versioned'), Key: 'doc' };
  beforeAll(async () => {
    await s3.send(new CreateBucketCommand({ Bucket: versioned.Bucket }));
    await s3.send(
      new PutBucketVersioningCommand({
        Bucket: versioned.Bucket,
        VersioningConfiguration: { Status: 'Enabled' },
      }),
    );
  });

  it('keeps what is overwritten and what is deleted', async () => {
    const first = await s3.send(new PutObjectCommand({ ...versioned, Body: 'one' }));
    const second = await s3.send(new PutObjectCommand({ ...versioned, Body: 'two' }));
    const marker = await s3.send(new DeleteObjectCommand(versioned));
    expect(marker.DeleteMarker).toBe(true);
    await expect(s3.send(new GetObjectCommand(versioned))).rejects.toMatchObject({ name: 'NoSuchKey' });
    const old = await s3.send(new GetObjectCommand({ ...versioned, VersionId: first.VersionId }));
    expect(await old.Body?.transformToString()).toBe('one');

    const listed = await s3.send(new ListObjectVersionsCommand({ Bucket: versioned.Bucket }));
    expect(listed.Versions?.map(({ VersionId }) => VersionId)).toEqual([second.VersionId, first.VersionId]);
    expect(listed.DeleteMarkers?.map(({ IsLatest }) => IsLatest)).toEqual([true]);

    await s3.send(new DeleteObjectCommand({ ...versioned, VersionId: marker.VersionId }));
    const restored = await s3.send(new GetObjectCommand(versioned));
    expect(await restored.Body?.transformToString()).toBe('two');
  });
});

describe('a presigned URL', () => {
  it('lets anyone read until it expires', async () => {
    await put('linked', 'for a while');
    const url = await getSignedUrl(
      s3,
      new GetObjectCommand({ Bucket, Key: 'linked', ResponseContentType: 'text/x-own' }),
      { expiresIn: 300 },
    );
    const response = await fetch(url);
    expect(response.headers.get('content-type')).toBe('text/x-own');
    expect(await response.text()).toBe('for a while');
    await aws.context.clock.advance(301_000);
    const late = await fetch(url);
    expect(late.status).toBe(403);
    expect(await late.text()).toContain('<Message>Request has expired</Message>');
  });

  it('names a download in ISO 8859-1', async () => {
    await put('named', 'a');
    const ResponseContentDisposition = 'attachment; filename="é.pdf"';
    const command = new GetObjectCommand({ Bucket, Key: 'named', ResponseContentDisposition });
    const signingDate = new Date(aws.context.clock.now());
    const response = await fetch(await getSignedUrl(s3, command, { signingDate }));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toBe(ResponseContentDisposition);
    expect(await response.text()).toBe('a');
  });

  it.each([
    ['in another alphabet', '中.pdf', 'Header value cannot be represented using ISO-8859-1.'],
    ['with a combining accent', 'e\u0301.pdf', 'Header value cannot be represented using ISO-8859-1.'],
    ['of two lines', 'a\r\nx-b: b', 'Header value must not contain control characters.'],
  ])('does not name a download %s', async (_, name, message) => {
    await put('named', 'a');
    const ResponseContentDisposition = `attachment; filename="${name}"`;
    const command = new GetObjectCommand({ Bucket, Key: 'named', ResponseContentDisposition });
    const signingDate = new Date(aws.context.clock.now());
    const response = await fetch(await getSignedUrl(s3, command, { signingDate }));
    expect(response.status).toBe(400);
    const text = await response.text();
    expect(text).toContain('<Code>InvalidArgument</Code>');
    expect(text).toContain(`<Message>${message}</Message>`);
    expect(text).toContain('<ArgumentName>response-content-disposition</ArgumentName>');
    expect(await (await get('named')).Body?.transformToString()).toBe('a');
  });

  it('says no header but those of the object', async () => {
    await put('plain', 'a');
    const signingDate = new Date(aws.context.clock.now());
    const presigned = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'plain' }), { signingDate });
    // Unsigned, and so not part of what was signed for.
    const response = await fetch(`${presigned}&response-set-cookie=a`);
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('lets anyone write what it was signed for', async () => {
    const signingDate = new Date(aws.context.clock.now());
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'sent' }), { signingDate });
    expect((await fetch(url, { method: 'PUT', body: 'sent' })).status).toBe(200);
    expect(await (await get('sent')).Body?.transformToString()).toBe('sent');
    const other = await fetch(url.replace('/sent?', '/other?'), { method: 'PUT', body: 'sent' });
    expect(other.status).toBe(403);
    expect(await other.text()).toContain('<Code>SignatureDoesNotMatch</Code>');
  });
});

describe('a request', () => {
  it('without a signature is denied', async () => {
    const response = await fetch(`${aws.endpoint}/${Bucket}/etag`);
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('<Code>AccessDenied</Code>');
  });

  it('with a wrong secret is denied', async () => {
    const stranger = aws.client(S3Client, { credentials: { accessKeyId: 'test', secretAccessKey: 'wrong' } });
    await expect(stranger.send(new GetObjectCommand({ Bucket, Key: 'etag' }))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
  });

  it('for an operation that is not emulated is refused by name', async () => {
    const { GetObjectTorrentCommand } = await import('@aws-sdk/client-s3');
    await expect(s3.send(new GetObjectTorrentCommand({ Bucket, Key: 'etag' }))).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('GetObjectTorrent'),
    });
  });
});
