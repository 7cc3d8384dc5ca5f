import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
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
const Bucket = uniqueName('versions');
const plain = uniqueName('plain');
beforeAll(async () => {
  await s3.send(new CreateBucketCommand({ Bucket: plain }));
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
});

const put = async (Key: string, Body = 'content') =>
  (await s3.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId ?? '';
const remove = async (Key: string) =>
  (await s3.send(new DeleteObjectCommand({ Bucket, Key }))).VersionId ?? '';

/** The answer to a presigned request, with the headers that the SDK hides. */
async function answerTo(command: GetObjectCommand | HeadObjectCommand): Promise<Response> {
  const url = await getSignedUrl(s3, command);
  return fetch(url, { method: command instanceof HeadObjectCommand ? 'HEAD' : 'GET' });
}

describe('a delete marker', () => {
  it.each([GetObjectCommand, HeadObjectCommand])('says itself where the object is read', async (Command) => {
    await put('deleted');
    const marker = await remove('deleted');
    const { status, headers } = await answerTo(new Command({ Bucket, Key: 'deleted' }));
    expect(status).toBe(404);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-amz-delete-marker': 'true',
      'x-amz-version-id': marker,
    });
  });

  it.each([GetObjectCommand, HeadObjectCommand])('is not read itself', async (Command) => {
    await put('marked');
    const VersionId = await remove('marked');
    const answer = await answerTo(new Command({ Bucket, Key: 'marked', VersionId }));
    expect(answer.status).toBe(405);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      allow: 'DELETE',
      'last-modified': expect.stringContaining('GMT'),
      'x-amz-delete-marker': 'true',
      'x-amz-version-id': VersionId,
    });
    if (Command === GetObjectCommand) {
      expect(await answer.text()).toContain('<Method>GET</Method><ResourceType>DeleteMarker</ResourceType>');
    }
  });

  it('has no tags, and takes none', async () => {
    await put('tagged');
    await remove('tagged');
    const refused = (Method: string) => ({ name: 'MethodNotAllowed', Method, ResourceType: 'DeleteMarker' });
    const at = { Bucket, Key: 'tagged' };
    await expect(s3.send(new GetObjectTaggingCommand(at))).rejects.toMatchObject(refused('GET'));
    await expect(
      s3.send(new PutObjectTaggingCommand({ ...at, Tagging: { TagSet: [] } })),
    ).rejects.toMatchObject(refused('PUT'));
  });

  it('is not copied', async () => {
    await put('gone');
    const marker = await remove('gone');
    const copy = (CopySource: string) => s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }));
    await expect(copy(`${Bucket}/gone`)).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(copy(`${Bucket}/gone?versionId=${marker}`)).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: 'The source of a copy request may not specifically refer to a delete marker by version id.',
    });
  });
});

describe('the id of a version', () => {
  const MADE_UP = 'HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD';
  const invalid = (ArgumentValue: string) => ({
    name: 'InvalidArgument',
    message: 'Invalid version id specified',
    ArgumentName: 'versionId',
    ArgumentValue,
    $metadata: { httpStatusCode: 400 },
  });

  it('that was never issued is refused as malformed', async () => {
    const at = { Bucket, Key: 'known', VersionId: `${(await put('known')).slice(0, -4)}ABCD` };
    await expect(s3.send(new GetObjectCommand(at))).rejects.toMatchObject(invalid(at.VersionId));
    await expect(s3.send(new DeleteObjectCommand(at))).rejects.toMatchObject(invalid(at.VersionId));
  });

  it('whose version is gone is not found, and deleted again without complaint', async () => {
    const at = { Bucket, Key: 'forgotten', VersionId: await put('forgotten') };
    await s3.send(new DeleteObjectCommand(at));
    await expect(s3.send(new GetObjectCommand(at))).rejects.toMatchObject({ name: 'NoSuchVersion' });
    expect((await s3.send(new DeleteObjectCommand(at))).VersionId).toBe(at.VersionId);
  });

  it('is none in a bucket without versions, but for null', async () => {
    await s3.send(new PutObjectCommand({ Bucket: plain, Key: 'x', Body: 'x' }));
    const read = (VersionId: string) => s3.send(new GetObjectCommand({ Bucket: plain, Key: 'x', VersionId }));
    await expect(read(MADE_UP)).rejects.toMatchObject(invalid(MADE_UP));
    expect(await (await read('null')).Body?.transformToString()).toBe('x');
  });

  it('that is none is, among several, a version that is not there', async () => {
    const Objects = [{ Key: 'x', VersionId: MADE_UP }];
    const { Errors } = await s3.send(new DeleteObjectsCommand({ Bucket: plain, Delete: { Objects } }));
    expect(Errors).toMatchObject([{ Code: 'NoSuchVersion', Key: 'x', VersionId: MADE_UP }]);
  });
});

it('a bucket is emptied page by page', async () => {
  for (const key of ['empty/a', 'empty/a', 'empty/a', 'empty/b']) await put(key);
  await remove('empty/a');
  let page: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (;;) {
    const listed = await s3.send(
      new ListObjectVersionsCommand({ Bucket, Prefix: 'empty/', MaxKeys: 2, ...page }),
    );
    const Objects = [...(listed.Versions ?? []), ...(listed.DeleteMarkers ?? [])].map(
      ({ Key, VersionId }) => ({
        Key,
        VersionId,
      }),
    );
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    if (!listed.IsTruncated) break;
    page = { KeyMarker: listed.NextKeyMarker, VersionIdMarker: listed.NextVersionIdMarker };
  }
  const left = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'empty/' }));
  expect([...(left.Versions ?? []), ...(left.DeleteMarkers ?? [])]).toEqual([]);
});

it('a listing of versions goes on within a key', async () => {
  const keys = ['list/a', 'list/a', 'list/a', 'list/b', 'list/c/1', 'list/c/2', 'list/d'];
  for (const key of keys) await put(key);
  const marker = await remove('list/b');
  const found: string[] = [];
  let page: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (;;) {
    const listed = await s3.send(
      new ListObjectVersionsCommand({ Bucket, Prefix: 'list/', Delimiter: '/', MaxKeys: 2, ...page }),
    );
    const { Versions = [], DeleteMarkers = [], CommonPrefixes = [] } = listed;
    expect(Versions.length + DeleteMarkers.length + CommonPrefixes.length).toBeLessThanOrEqual(2);
    found.push(...Versions.map(({ Key = '' }) => Key));
    found.push(...DeleteMarkers.map(({ Key, VersionId }) => `${Key} ${VersionId === marker}`));
    found.push(...CommonPrefixes.map(({ Prefix = '' }) => Prefix));
    if (!listed.IsTruncated) break;
    page = { KeyMarker: listed.NextKeyMarker, VersionIdMarker: listed.NextVersionIdMarker };
  }
  expect(found.sort()).toEqual(
    ['list/a', 'list/a', 'list/a', 'list/b', 'list/b true', 'list/c/', 'list/d'].sort(),
  );
});
