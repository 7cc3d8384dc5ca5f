import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCOUNT, skipOn, startBackend } from '../testing/backend.ts';
import type { StartedEmbedded } from '../testing/embedded.ts';
import { uniqueName } from '../testing/unique-name.ts';

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
});
const HOUR = 3_600_000;

let aws: StartedEmbedded;
let sts: STSClient;

beforeAll(async () => {
  aws = await startBackend(['iam', 'sts']);
  sts = aws.client(STSClient);
});

afterAll(async () => {
  await aws[Symbol.asyncDispose]();
});

async function aRole(): Promise<string> {
  const { Role } = await aws
    .client(IAMClient)
    .send(new CreateRoleCommand({ RoleName: uniqueName('role'), AssumeRolePolicyDocument: TRUST }));
  return Role?.Arn ?? '';
}

/** A client that signs with a role's temporary credentials. */
async function asRole(RoleArn: string, DurationSeconds?: number): Promise<STSClient> {
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn,
      RoleSessionName: 'session',
      ...(DurationSeconds ? { DurationSeconds } : {}),
    }),
  );
  return aws.client(STSClient, {
    credentials: {
      accessKeyId: Credentials?.AccessKeyId,
      secretAccessKey: Credentials?.SecretAccessKey,
      sessionToken: Credentials?.SessionToken,
    },
  });
}

describe('GetCallerIdentity', () => {
  test("names the account's root user", async () => {
    skipOn('aws', 'is asked by whoever runs the suite');
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: ACCOUNT,
      UserId: ACCOUNT,
      Arn: `arn:aws:iam::${ACCOUNT}:root`,
    });
  });

  test("names a role's session", async () => {
    const roleArn = await aRole();
    const identity = await (await asRole(roleArn)).send(new GetCallerIdentityCommand({}));
    const roleName = roleArn.split('/')[1];
    expect(identity.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/${roleName}/session`);
    expect(identity.UserId).toMatch(/^AROA[A-Z0-9]{17}:session$/);
  });
});

describe('GetAccessKeyInfo', () => {
  test('names the account of a key that STS issued, also after it has expired', async () => {
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: await aRole(), RoleSessionName: 'session' }),
    );
    const info = new GetAccessKeyInfoCommand({ AccessKeyId: Credentials?.AccessKeyId });
    expect((await sts.send(info)).Account).toBe(ACCOUNT);
    await aws.context.clock.advance(HOUR);
    expect((await sts.send(info)).Account).toBe(ACCOUNT);
  });

  test('a key that is none by its length is a ValidationError', async () => {
    const info = new GetAccessKeyInfoCommand({ AccessKeyId: 'AKIA' });
    await expect(sts.send(info)).rejects.toMatchObject({ name: 'ValidationError' });
  });

  test('a key that nobody issued is InvalidClientTokenId', async () => {
    skipOn('aws', 'may name the account of a key that was deleted');
    const info = new GetAccessKeyInfoCommand({ AccessKeyId: 'ASIAAAAAAAAAAAAAAAAA' });
    await expect(sts.send(info)).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
      $metadata: { httpStatusCode: 403 },
    });
  });

  test('needs the permission sts:GetAccessKeyInfo', async () => {
    const info = new GetAccessKeyInfoCommand({ AccessKeyId: 'ASIAAAAAAAAAAAAAAAAA' });
    const session = await asRole(await aRole());
    await expect(session.send(info)).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

describe('AssumeRole', () => {
  test('hands out credentials that expire after the time asked for', async () => {
    const { Credentials, AssumedRoleUser } = await sts.send(
      new AssumeRoleCommand({ RoleArn: await aRole(), RoleSessionName: 'session', DurationSeconds: 900 }),
    );
    expect(Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z0-9]{16}$/);
    const left = (Credentials?.Expiration?.getTime() ?? 0) - aws.context.clock.now();
    expect(left).toBeGreaterThan(890_000);
    expect(left).toBeLessThanOrEqual(900_000);
    expect(AssumedRoleUser?.AssumedRoleId).toMatch(/:session$/);
  });

  test('a role that does not exist is AccessDenied, as if it were not allowed', async () => {
    skipOn('aws', 'is asked by whoever runs the suite');
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/nobody`;
    await expect(
      sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session' })),
    ).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:iam::${ACCOUNT}:root is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
      $metadata: { httpStatusCode: 403 },
    });
  });

  test("a session longer than the role's maximum is a ValidationError", async () => {
    const input = { RoleArn: await aRole(), RoleSessionName: 'session', DurationSeconds: 7200 };
    await expect(sts.send(new AssumeRoleCommand(input))).rejects.toMatchObject({ name: 'ValidationError' });
  });

  test('credentials whose hour has passed are ExpiredToken', async () => {
    const session = await asRole(await aRole());
    await aws.context.clock.advance(HOUR);
    await expect(session.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'ExpiredToken',
      message: 'The security token included in the request is expired',
      $metadata: { httpStatusCode: 403 },
    });
  });
});
