import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type StartedEmbedded, startEmbedded } from '../testing/embedded.ts';
import { aRole, clientOf, grant, type PolicyStatement, policyOf } from '../testing/roles.ts';
import { uniqueName } from '../testing/unique-name.ts';

let aws: StartedEmbedded;
let Bucket: string;
let role: string;
let s3: S3Client;

beforeAll(async () => {
  aws = await startEmbedded({ services: ['iam', 's3'], log: () => {} });
});

afterAll(() => aws[Symbol.asyncDispose]());

beforeEach(async () => {
  Bucket = uniqueName('bucket');
  await aws.client(S3Client).send(new CreateBucketCommand({ Bucket }));
  await aws.client(S3Client).send(new PutObjectCommand({ Bucket, Key: 'in/a', Body: 'a' }));
  role = await aRole(aws, []);
  s3 = clientOf(aws, role, S3Client);
});

const allow = (Action: string | string[], path = '/*') =>
  grant(aws, role, { Action, Resource: `arn:aws:s3:::${Bucket}${path}` });
const denied = (name: string, resource: string) => ({
  name: 'AccessDenied',
  message: expect.stringContaining(`is not authorized to perform: ${name} on resource: "${resource}"`),
  $metadata: { httpStatusCode: 403 },
});

describe('a bucket', () => {
  test('with tags is made by who may make it and tag it', async () => {
    const own = `${Bucket}-own`;
    const Resource = `arn:aws:s3:::${own}`;
    const create = new CreateBucketCommand({
      Bucket: own,
      CreateBucketConfiguration: { Tags: [{ Key: 'team', Value: 'a' }] },
    });
    await grant(aws, role, { Action: 's3:CreateBucket', Resource });
    await expect(s3.send(create)).rejects.toMatchObject(denied('s3:TagResource', Resource));
    await grant(aws, role, { Action: ['s3:CreateBucket', 's3:TagResource'], Resource });
    await s3.send(create);
  });
});

describe('an object', () => {
  test('is read by who may, and asked about by the same permission', async () => {
    const read = new GetObjectCommand({ Bucket, Key: 'in/a' });
    await expect(s3.send(read)).rejects.toMatchObject(denied('s3:GetObject', `arn:aws:s3:::${Bucket}/in/a`));
    await allow('s3:GetObject', '/in/*');
    await s3.send(read);
    await s3.send(new HeadObjectCommand({ Bucket, Key: 'in/a' }));
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'out/a' }))).rejects.toThrow(
      'is not authorized',
    );
  });

  test('that is not there is said to be missing to nobody but who may list the bucket', async () => {
    const read = new GetObjectCommand({ Bucket, Key: 'in/b' });
    await allow('s3:GetObject');
    await expect(s3.send(read)).rejects.toMatchObject(denied('s3:ListBucket', `arn:aws:s3:::${Bucket}`));
    const { roles } = (await (await fetch(`${aws.endpoint}/_testbed/iam`)).json()) as { roles: object[] };
    expect(roles).toContainEqual(
      expect.objectContaining({
        role,
        denied: expect.arrayContaining([expect.objectContaining({ action: 's3:ListBucket' })]),
      }),
    );
    await grant(
      aws,
      role,
      { Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` },
      { Action: 's3:ListBucket', Resource: `arn:aws:s3:::${Bucket}` },
    );
    await expect(s3.send(read)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('is copied by who may read the one and write the other', async () => {
    const copy = new CopyObjectCommand({ Bucket, Key: 'out/a', CopySource: `${Bucket}/in/a` });
    await allow('s3:PutObject');
    await expect(s3.send(copy)).rejects.toMatchObject(denied('s3:GetObject', `arn:aws:s3:::${Bucket}/in/a`));
    await allow(['s3:PutObject', 's3:GetObject']);
    await s3.send(copy);
  });

  test('is not copied by who may read another whose name it begins with', async () => {
    await allow(['s3:PutObject', 's3:GetObject']);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'in/a?secret', Body: 'b' }));
    await allow(['s3:PutObject', 's3:GetObject'], '/in/a');
    const copy = new CopyObjectCommand({ Bucket, Key: 'in/a', CopySource: `${Bucket}/in/a?secret` });
    await expect(s3.send(copy)).rejects.toMatchObject(
      denied('s3:GetObject', `arn:aws:s3:::${Bucket}/in/a?secret`),
    );
  });

  test('is deleted with others, each decided for itself', async () => {
    await allow('s3:DeleteObject', '/in/*');
    const Objects = [{ Key: 'in/a' }, { Key: 'out/a' }];
    const { Deleted, Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted?.map(({ Key }) => Key)).toEqual(['in/a']);
    expect(Errors).toMatchObject([{ Key: 'out/a', Code: 'AccessDenied' }]);
  });
});

test('a list can be limited to a prefix', async () => {
  const Condition = { StringLike: { 's3:prefix': 'in/*' } };
  await grant(aws, role, { Action: 's3:ListBucket', Resource: `arn:aws:s3:::${Bucket}`, Condition });
  await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'in/' }));
  await expect(s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'out/' }))).rejects.toThrow(
    'is not authorized',
  );
  await expect(s3.send(new ListObjectsV2Command({ Bucket }))).rejects.toThrow('is not authorized');
});

describe('what was signed before', () => {
  test('a link is worth what its signer may when it is used', async () => {
    const link = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'in/a' }));
    expect((await fetch(link)).status).toBe(403);
    await allow('s3:GetObject');
    expect((await fetch(link)).status).toBe(200);
  });

  test('a form, too', async () => {
    const { url, fields } = await createPresignedPost(s3, { Bucket, Key: 'in/form' });
    const send = async () => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      form.set('file', new Blob(['x']));
      return (await fetch(url, { method: 'POST', body: form })).status;
    };
    expect(await send()).toBe(403);
    await allow('s3:PutObject');
    expect(await send()).toBe(204);
  });
});

describe('the policy of a bucket', () => {
  const setPolicy = (...statements: PolicyStatement[]) =>
    aws.client(S3Client).send(new PutBucketPolicyCommand({ Bucket, Policy: policyOf(...statements) }));
  const read = () => s3.send(new GetObjectCommand({ Bucket, Key: 'in/a' }));
  const everything = () => [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`];

  test('lets a role in', async () => {
    await setPolicy({ Principal: { AWS: role }, Action: 's3:GetObject', Resource: everything() });
    await read();
  });

  test('denies even the root user, who can always mend it', async () => {
    await allow('s3:GetObject');
    await setPolicy({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: everything() });
    await expect(read()).rejects.toThrow('with an explicit deny in a resource-based policy');
    const root = aws.client(S3Client);
    await expect(root.send(new GetObjectCommand({ Bucket, Key: 'in/a' }))).rejects.toThrow('explicit deny');
    await setPolicy({ Effect: 'Deny', Principal: '*', Action: 's3:DeleteObject', Resource: everything() });
    await read();
  });

  test('for TLS alone lets everybody through: AWS is reached by TLS only, and this port stands for it', async () => {
    await allow('s3:GetObject');
    await setPolicy({
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: everything(),
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    await read();
  });

  test('is refused where it cannot be enforced, by name', async () => {
    const Condition = { StringEquals: { 'aws:Colour': 'red' } };
    await expect(
      setPolicy({ Principal: '*', Action: 's3:*', Resource: everything(), Condition }),
    ).rejects.toMatchObject({ name: 'MalformedPolicy', message: expect.stringContaining('aws:Colour') });
  });
});
