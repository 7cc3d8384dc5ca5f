import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketLifecycleCommand,
  DeleteObjectCommand,
  GetBucketAccelerateConfigurationCommand,
  GetBucketAclCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketReplicationCommand,
  GetBucketRequestPaymentCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetBucketWebsiteCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, describe, expect, it } from 'vitest';
import { startBackend } from '../testing/backend.ts';
import { uniqueName } from '../testing/unique-name.ts';

const aws = await startBackend(['s3']);
afterAll(() => aws[Symbol.asyncDispose]());
const s3 = aws.client(S3Client);

async function aBucket(): Promise<string> {
  const Bucket = uniqueName('bucket');
  await s3.send(new CreateBucketCommand({ Bucket }));
  return Bucket;
}

describe('a bucket', () => {
  it('is found and listed once created', async () => {
    const Bucket = await aBucket();
    expect((await s3.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe('us-east-1');
    const { Buckets } = await s3.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toContain(Bucket);
    expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeUndefined();
  });

  it('takes tags when it is created', async () => {
    const Bucket = uniqueName('bucket');
    const Tags = [{ Key: 'stage', Value: 'a + b' }];
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { Tags } }));
    expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(Tags);
  });

  it.each([
    [[{ Key: 'a,b', Value: 'v' }], 'The TagKey you have provided is invalid'],
    [[{ Key: 'a', Value: 'v,w' }], 'The TagValue you have provided is invalid'],
    [[{ Key: 'aws:a', Value: 'v' }], 'System tags cannot be added/updated by requester'],
    [
      [
        { Key: 'a', Value: 'v' },
        { Key: 'a', Value: 'w' },
      ],
      'Cannot provide multiple Tags with the same key',
    ],
  ])('does not take the tags %j', async (TagSet, message) => {
    const put = new PutBucketTaggingCommand({ Bucket: await aBucket(), Tagging: { TagSet } });
    await expect(s3.send(put)).rejects.toMatchObject({ name: 'InvalidTag', message, TagKey: TagSet[0]?.Key });
  });

  it('has no tags where it got none', async () => {
    const Bucket = await aBucket();
    const Tagging = { TagSet: [{ Key: 'a', Value: '' }] };
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging }));
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [] } }));
    await expect(s3.send(new GetBucketTaggingCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchTagSet',
      BucketName: Bucket,
    });
  });

  it('does not let an object be public by its ACL', async () => {
    const put = new PutObjectCommand({ Bucket: await aBucket(), Key: 'x', Body: 'x', ACL: 'public-read' });
    await expect(s3.send(put)).rejects.toMatchObject({ name: 'AccessControlListNotSupported' });
  });

  it('is not found by another name', async () => {
    await expect(s3.send(new HeadBucketCommand({ Bucket: 'nowhere' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  it.each(['AB', 'Upper-Case', '1.2.3.4', 'a..b'])('may not be called %s', async (Bucket) => {
    await expect(s3.send(new CreateBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: 'InvalidBucketName',
    });
  });

  it('is deleted only when it is empty', async () => {
    const Bucket = await aBucket();
    await s3.send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'x' }));
    await expect(s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
      $metadata: { httpStatusCode: 409 },
    });
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'x' }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
    await expect(s3.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('answers on a host of its own as well as by path', async () => {
    const Bucket = await aBucket();
    const port = new URL(aws.endpoint).port;
    const hosted = await aws.aws.handle({
      method: 'GET',
      path: '/x',
      query: '',
      headers: { host: `${Bucket}.s3.us-east-1.localhost:${port}` },
      body: new Uint8Array(),
      sourceIp: '127.0.0.1',
    });
    expect(hosted.status).toBe(403);
    expect(String(hosted.body)).toContain('AccessDenied');
  });
});

describe('a configuration', () => {
  it('of a new bucket is what AWS gives it', async () => {
    const Bucket = await aBucket();
    const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    });
    const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(ServerSideEncryptionConfiguration?.Rules).toEqual([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false },
    ]);
    const { OwnershipControls } = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
    expect(OwnershipControls?.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    expect((await s3.send(new GetBucketAclCommand({ Bucket }))).Grants?.[0]?.Permission).toBe('FULL_CONTROL');
    expect((await s3.send(new GetBucketRequestPaymentCommand({ Bucket }))).Payer).toBe('BucketOwner');
    expect((await s3.send(new GetBucketAccelerateConfigurationCommand({ Bucket }))).Status).toBeUndefined();
    expect((await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toBeUndefined();
  });

  it.each([
    [GetBucketLifecycleConfigurationCommand, 'NoSuchLifecycleConfiguration'],
    [GetBucketCorsCommand, 'NoSuchCORSConfiguration'],
    [GetBucketTaggingCommand, 'NoSuchTagSet'],
    [GetBucketPolicyCommand, 'NoSuchBucketPolicy'],
    [GetBucketPolicyStatusCommand, 'NoSuchBucketPolicy'],
    [GetBucketWebsiteCommand, 'NoSuchWebsiteConfiguration'],
    [GetBucketReplicationCommand, 'ReplicationConfigurationNotFoundError'],
    [GetObjectLockConfigurationCommand, 'ObjectLockConfigurationNotFoundError'],
  ])('that was never made is missing by its own name: %o', async (Command, name) => {
    const command = new Command({ Bucket: await aBucket() });
    await expect(s3.send(command as GetBucketCorsCommand)).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('reads back as it was written', async () => {
    const Bucket = await aBucket();
    const blocks = {
      BlockPublicAcls: true,
      IgnorePublicAcls: false,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: false,
    };
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: blocks }));
    expect(
      (await s3.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration,
    ).toEqual(blocks);
    const Rules = [
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const }, BucketKeyEnabled: true },
    ];
    await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
    const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(encryption.ServerSideEncryptionConfiguration).toEqual({ Rules });
    const lifecycle = [
      { ID: 'tidy', Status: 'Enabled' as const, Filter: { Prefix: 'tmp/' }, Expiration: { Days: 1 } },
    ];
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: lifecycle } }),
    );
    const get = new GetBucketLifecycleConfigurationCommand({ Bucket });
    expect(await s3.send(get)).toMatchObject({
      Rules: lifecycle,
      TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K',
    });
    const put = (TransitionDefaultMinimumObjectSize: string) =>
      s3.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket,
          LifecycleConfiguration: { Rules: lifecycle },
          TransitionDefaultMinimumObjectSize: TransitionDefaultMinimumObjectSize as 'varies_by_storage_class',
        }),
      );
    expect(await put('varies_by_storage_class')).toMatchObject({
      TransitionDefaultMinimumObjectSize: 'varies_by_storage_class',
    });
    expect(await s3.send(get)).toMatchObject({
      TransitionDefaultMinimumObjectSize: 'varies_by_storage_class',
    });
    await expect(put('none')).rejects.toMatchObject({ name: 'InvalidRequest' });
    await s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
    await expect(s3.send(get)).rejects.toMatchObject({ name: 'NoSuchLifecycleConfiguration' });
    await s3.send(
      new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'a', Value: 'x = y' }] } }),
    );
    expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual([
      { Key: 'a', Value: 'x = y' },
    ]);
    await s3.send(
      new PutBucketOwnershipControlsCommand({
        Bucket,
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] },
      }),
    );
  });

  it('of a policy reads back, and says whether it is public', async () => {
    const Bucket = await aBucket();
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` },
      ],
    });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
    const status = await s3.send(new GetBucketPolicyStatusCommand({ Bucket }));
    expect(status.PolicyStatus?.IsPublic).toBe(true);
    await expect(s3.send(new PutBucketPolicyCommand({ Bucket, Policy: 'no' }))).rejects.toMatchObject({
      name: 'MalformedPolicy',
    });
  });
});

describe('cross-origin rules', () => {
  const preflight = (Bucket: string, headers: Record<string, string>) =>
    fetch(`${aws.endpoint}/${Bucket}/x`, { method: 'OPTIONS', headers });

  it.each([
    ['a header that has no such name', { ExposeHeaders: ['x-中'] }, 'InvalidRequest'],
    ['an age that is no number', { MaxAgeSeconds: 1.5 }, 'MalformedXML'],
  ])('are refused with %s', async (_, rule, name) => {
    const Bucket = await aBucket();
    const CORSRules = [{ AllowedOrigins: ['*'], AllowedMethods: ['GET'], ...rule }];
    const put = new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } });
    await expect(s3.send(put)).rejects.toMatchObject({ name });
  });

  it('answer a preflight request, and refuse one they do not name', async () => {
    const Bucket = await aBucket();
    const asked = { origin: 'https://app.example', 'access-control-request-method': 'POST' };
    expect((await preflight(Bucket, asked)).status).toBe(403);
    await s3.send(
      new PutBucketCorsCommand({
        Bucket,
        CORSConfiguration: {
          CORSRules: [
            {
              AllowedOrigins: ['https://*.example'],
              AllowedMethods: ['POST', 'GET'],
              AllowedHeaders: ['content-*'],
              ExposeHeaders: ['ETag'],
              MaxAgeSeconds: 300,
            },
          ],
        },
      }),
    );
    const allowed = await preflight(Bucket, { ...asked, 'access-control-request-headers': 'content-type' });
    expect(allowed.status).toBe(200);
    expect(Object.fromEntries(allowed.headers)).toMatchObject({
      'access-control-allow-origin': 'https://app.example',
      'access-control-allow-methods': 'POST, GET',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '300',
    });
    expect((await preflight(Bucket, { ...asked, origin: 'https://evil.test' })).status).toBe(403);
    expect((await preflight(Bucket, { ...asked, 'access-control-request-headers': 'x-own' })).status).toBe(
      403,
    );
    const real = await fetch(`${aws.endpoint}/${Bucket}/x`, { headers: { origin: 'https://app.example' } });
    expect(real.headers.get('access-control-allow-origin')).toBe('https://app.example');
  });
});
