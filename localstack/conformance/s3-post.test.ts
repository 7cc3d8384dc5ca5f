import { CreateBucketCommand, GetObjectCommand, GetObjectTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import {
  createPresignedPost,
  type PresignedPost,
  type PresignedPostOptions,
} from '@aws-sdk/s3-presigned-post';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../testing/backend.ts';
import { uniqueName } from '../testing/unique-name.ts';

const aws = await startBackend(['s3']);
afterAll(() => aws[Symbol.asyncDispose]());
const s3 = aws.client(S3Client);
const Bucket = uniqueName('uploads');
beforeAll(() => s3.send(new CreateBucketCommand({ Bucket })));

const presign = (options: Partial<PresignedPostOptions> = {}) =>
  createPresignedPost(s3, { Bucket, Key: 'receipt', ...options });

async function send(post: PresignedPost, content = 'hello', fields: Record<string, string> = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...post.fields, ...fields })) form.append(name, value);
  form.append('file', new Blob([content]), 'photo.png');
  const response = await fetch(post.url, { method: 'POST', body: form });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe('an upload by form', () => {
  it('is stored under the name and type that its policy allows', async () => {
    const post = await presign({
      Conditions: [
        ['starts-with', '$Content-Type', 'image/'],
        ['content-length-range', 1, 10],
      ],
      Fields: { 'x-amz-meta-owner': 'me' },
    });
    const { status } = await send(post, 'hello', { 'Content-Type': 'image/png' });
    expect(status).toBe(204);
    const stored = await s3.send(new GetObjectCommand({ Bucket, Key: 'receipt' }));
    expect(stored).toMatchObject({ ContentType: 'image/png', Metadata: { owner: 'me' } });
    expect(await stored.Body?.transformToString()).toBe('hello');
  });

  it('carries the tags that its policy allows, and no others', async () => {
    const tagging = (value: string) =>
      `<Tagging><TagSet><Tag><Key>state</Key><Value>${value}</Value></Tag></TagSet></Tagging>`;
    const post = await presign({ Key: 'tagged', Fields: { tagging: tagging('new') } });
    expect((await send(post)).status).toBe(204);
    const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'tagged' }));
    expect(TagSet).toEqual([{ Key: 'state', Value: 'new' }]);
    expect((await send(post, 'hello', { tagging: tagging('old') })).status).toBe(403);
  });

  it('is answered with metadata in other alphabets as an encoded word', async () => {
    const Key = 'described';
    const { status } = await send(await presign({ Key, Fields: { 'x-amz-meta-owner': '中 é' } }));
    expect(status).toBe(204);
    const { Metadata } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const encoded = Buffer.from('中 é').toString('base64');
    expect(Metadata).toEqual({ owner: `=?UTF-8?B?${encoded}?=` });
  });

  it.each([
    ['a header in another alphabet', { 'Content-Disposition': 'attachment; filename="中"' }],
    ['a name of metadata with a space', { 'x-amz-meta-a b': 'c' }],
    ['metadata with a control character', { 'x-amz-meta-a': 'b\u0001' }],
  ])('is refused with %s', async (_, fields) => {
    const { status, text } = await send(await presign({ Key: 'refused', Fields: fields }));
    expect(status).toBe(400);
    expect(text).toContain('<Code>InvalidArgument</Code>');
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'refused' }))).rejects.toThrow();
  });

  it('takes the name of the file into its key', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: S3's own placeholder
    await send(await presign({ Key: 'in/${filename}' }), 'named');
    const stored = await s3.send(new GetObjectCommand({ Bucket, Key: 'in/photo.png' }));
    expect(await stored.Body?.transformToString()).toBe('named');
  });

  it('answers 201 with the object in XML when asked to', async () => {
    const post = await presign({ Fields: { success_action_status: '201' } });
    const { status, text, headers } = await send(post);
    expect(status).toBe(201);
    expect(text).toContain('<Key>receipt</Key>');
    expect(headers.get('etag')).toBe('"5d41402abc4b2a76b9719d911017c592"');
  });

  it.each([
    ['is too large', 'x'.repeat(11), 'EntityTooLarge'],
    ['is too small', '', 'EntityTooSmall'],
  ])('is refused when it %s', async (_what, content, code) => {
    const { status, text } = await send(
      await presign({ Conditions: [['content-length-range', 1, 10]] }),
      content,
    );
    expect(status).toBe(400);
    expect(text).toContain(`<Code>${code}</Code>`);
  });

  it('is refused when a condition does not hold, in AWS words', async () => {
    const post = await presign({ Conditions: [['eq', '$Content-Type', 'image/png']] });
    const { status, text } = await send(post, 'hello', { 'Content-Type': 'text/html' });
    expect(status).toBe(403);
    expect(text).toContain('<Code>AccessDenied</Code>');
    expect(text.replaceAll('&quot;', '"')).toContain(
      'Invalid according to Policy: Policy Condition failed: ["eq","$Content-Type","image/png"]',
    );
  });

  it('is refused with a field that its policy does not mention', async () => {
    const { status, text } = await send(await presign(), 'hello', { 'x-amz-meta-extra': '1' });
    expect(status).toBe(403);
    expect(text).toContain('Invalid according to Policy: Extra input fields: x-amz-meta-extra');
  });

  it('is refused under another key', async () => {
    expect((await send(await presign(), 'hello', { key: 'other' })).status).toBe(403);
  });

  it('is refused with a changed policy', async () => {
    const post = await presign();
    const policy = JSON.parse(Buffer.from(post.fields.Policy ?? '', 'base64').toString());
    const forged = Buffer.from(JSON.stringify({ ...policy, conditions: [] })).toString('base64');
    const { status, text } = await send(post, 'hello', { Policy: forged });
    expect(status).toBe(403);
    expect(text).toContain('<Code>SignatureDoesNotMatch</Code>');
  });

  it('is refused without a policy', async () => {
    const { status, text } = await send({ url: `${aws.endpoint}/${Bucket}`, fields: { key: 'x' } });
    expect(status).toBe(403);
    expect(text).toContain('<Code>AccessDenied</Code>');
  });

  it('is refused once its policy has expired', async () => {
    const post = await presign({ Expires: 60 });
    await aws.context.clock.advance(61_000);
    const { status, text } = await send(post);
    expect(status).toBe(403);
    expect(text).toContain('Invalid according to Policy: Policy expired.');
  });
});
