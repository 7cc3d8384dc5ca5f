import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StartedEmbedded, startEmbedded } from '../testing/embedded.ts';
import { aRole, clientOf, grant, type PolicyStatement, policyOf, trustOf } from '../testing/roles.ts';
import { uniqueName } from '../testing/unique-name.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:receipts';
const SEND = { Action: 'sqs:SendMessage', Resource: QUEUE };

const logged: string[] = [];
let aws: StartedEmbedded;
let QueueUrl: string | undefined;

beforeAll(async () => {
  aws = await startEmbedded({ services: ['iam', 'sqs'], log: (message) => logged.push(message) });
  ({ QueueUrl } = await aws.client(SQSClient).send(new CreateQueueCommand({ QueueName: 'receipts' })));
});
afterAll(() => aws[Symbol.asyncDispose]());

async function aBoundary(...statements: readonly PolicyStatement[]): Promise<string> {
  const input = { PolicyName: uniqueName('boundary'), PolicyDocument: policyOf(...statements) };
  const { Policy } = await aws.client(IAMClient).send(new CreatePolicyCommand(input));
  return Policy?.Arn ?? '';
}

const nameOf = (roleArn: string) => roleArn.slice(roleArn.lastIndexOf('/') + 1);

async function bound(roleArn: string, PermissionsBoundary: string): Promise<void> {
  const input = { RoleName: nameOf(roleArn), PermissionsBoundary };
  await aws.client(IAMClient).send(new PutRolePermissionsBoundaryCommand(input));
}

const send = (roleArn: string) =>
  clientOf(aws, roleArn, SQSClient).send(new SendMessageCommand({ QueueUrl, MessageBody: 'news' }));

describe('a role with a permissions boundary', () => {
  test('may what both allow', async () => {
    const roleArn = await aRole(aws, [SEND]);
    await bound(roleArn, await aBoundary({ Action: 'sqs:*', Resource: '*' }));
    await send(roleArn);
  });

  test('may not what the boundary leaves out, and is told so; the log says what is missing where', async () => {
    const roleArn = await aRole(aws, [SEND]);
    await bound(roleArn, await aBoundary({ Action: 'sqs:ReceiveMessage', Resource: '*' }));
    await expect(send(roleArn)).rejects.toThrow(
      `is not authorized to perform: sqs:sendmessage on resource: ${QUEUE} because no permissions boundary allows the sqs:sendmessage action`,
    );
    expect(logged).toContainEqual(
      expect.stringContaining(
        `iam: ${roleArn} was denied sqs:SendMessage on ${QUEUE}: the permissions boundary of ${roleArn} would need`,
      ),
    );
  });

  test('may not what the boundary denies, and is told so', async () => {
    const roleArn = await aRole(aws, [SEND]);
    const everything = { Action: '*', Resource: '*' };
    await bound(roleArn, await aBoundary(everything, { Effect: 'Deny', ...SEND }));
    await expect(send(roleArn)).rejects.toThrow('with an explicit deny in a permissions boundary');
  });

  test('is given nothing by it', async () => {
    const roleArn = await aRole(aws, []);
    await bound(roleArn, await aBoundary(SEND));
    await expect(send(roleArn)).rejects.toThrow('because no identity-based policy allows');
  });

  test('may again what its policies allow once it is taken away', async () => {
    const roleArn = await aRole(aws, [SEND]);
    await bound(roleArn, await aBoundary({ Action: 'sqs:ReceiveMessage', Resource: '*' }));
    await expect(send(roleArn)).rejects.toThrow('no permissions boundary allows');
    const input = { RoleName: nameOf(roleArn) };
    await aws.client(IAMClient).send(new DeleteRolePermissionsBoundaryCommand(input));
    await send(roleArn);
  });
});

describe('who may make roles within a boundary only', () => {
  const AssumeRolePolicyDocument = trustOf('lambda.amazonaws.com');
  let boundary: string;
  let maker: IAMClient;

  beforeAll(async () => {
    boundary = await aBoundary(SEND);
    const roleArn = await aRole(aws, []);
    await grant(aws, roleArn, {
      Action: 'iam:*',
      Resource: '*',
      Condition: { StringEquals: { 'iam:PermissionsBoundary': boundary } },
    });
    maker = clientOf(aws, roleArn, IAMClient);
  });

  test('makes one with it, and none without or with another', async () => {
    const role = () => ({ RoleName: uniqueName('role'), AssumeRolePolicyDocument });
    await maker.send(new CreateRoleCommand({ ...role(), PermissionsBoundary: boundary }));
    await expect(maker.send(new CreateRoleCommand(role()))).rejects.toThrow('not authorized');
    const PermissionsBoundary = await aBoundary({ Action: '*', Resource: '*' });
    await expect(maker.send(new CreateRoleCommand({ ...role(), PermissionsBoundary }))).rejects.toThrow(
      'not authorized',
    );
  });

  test('gives and takes policies of bounded roles only', async () => {
    const RoleName = nameOf(await aRole(aws, [SEND]));
    const policy = { RoleName, PolicyName: 'grants', PolicyDocument: policyOf(SEND) };
    await expect(maker.send(new PutRolePolicyCommand(policy))).rejects.toThrow('not authorized');
    await expect(maker.send(new DeleteRolePolicyCommand(policy))).rejects.toThrow('not authorized');
    await maker.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: boundary }));
    await maker.send(new PutRolePolicyCommand(policy));
    await maker.send(new DeleteRolePolicyCommand(policy));
  });
});

test('a boundary is kept over a restart', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'embedded-data-'));
  try {
    const role = { RoleName: 'kept', AssumeRolePolicyDocument: trustOf('lambda.amazonaws.com') };
    const policy = { PolicyName: 'boundary', PolicyDocument: policyOf(SEND) };
    {
      await using before = await startEmbedded({ services: ['iam'], dataDirectory });
      const iam = before.client(IAMClient);
      const { Policy } = await iam.send(new CreatePolicyCommand(policy));
      await iam.send(new CreateRoleCommand({ ...role, PermissionsBoundary: Policy?.Arn }));
    }
    await using after = await startEmbedded({ services: ['iam'], dataDirectory });
    const { Role } = await after.client(IAMClient).send(new GetRoleCommand({ RoleName: 'kept' }));
    expect(Role?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(
      'arn:aws:iam::000000000000:policy/boundary',
    );
  } finally {
    rmSync(dataDirectory, { recursive: true, force: true });
  }
});
