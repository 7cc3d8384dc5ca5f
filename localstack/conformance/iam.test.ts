import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListRoleTagsCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  paginateListRoles,
  type Role,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCOUNT, REGION, startBackend } from '../testing/backend.ts';
import type { Backend } from '../testing/embedded.ts';
import { uniqueName } from '../testing/unique-name.ts';

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['dynamodb:GetItem'],
      Resource: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/a`,
    },
  ],
});

let backend: Backend;
let iam: IAMClient;

beforeAll(async () => {
  backend = await startBackend(['iam']);
  iam = backend.client(IAMClient);
});

afterAll(async () => {
  await backend[Symbol.asyncDispose]();
});

async function aRole(): Promise<string> {
  const RoleName = uniqueName('role');
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
  return RoleName;
}

async function aPolicy(): Promise<string> {
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: uniqueName('policy'), PolicyDocument: POLICY }),
  );
  return Policy?.Arn ?? '';
}

describe('roles', () => {
  test('CreateRole answers what GetRole reads back', async () => {
    const RoleName = uniqueName('role');
    const created = await iam.send(
      new CreateRoleCommand({
        RoleName,
        Path: '/service/',
        AssumeRolePolicyDocument: TRUST,
        Description: 'Runs the API & "more" <things>',
        MaxSessionDuration: 7200,
        Tags: [{ Key: 'stage', Value: 'test' }],
      }),
    );
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    expect(Role).toEqual(created.Role);
    expect(Role).toMatchObject({
      RoleName,
      Path: '/service/',
      Description: 'Runs the API & "more" <things>',
      MaxSessionDuration: 7200,
      Tags: [{ Key: 'stage', Value: 'test' }],
    });
    expect(Role?.Arn).toMatch(/^arn:aws:iam::\d{12}:role\/service\//);
    expect(Role?.RoleId).toMatch(/^AROA[A-Z0-9]{17}$/);
    expect(Role?.CreateDate).toBeInstanceOf(Date);
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(TRUST);
  });

  test('a second role of the same name is refused with EntityAlreadyExists', async () => {
    const RoleName = await aRole();
    await expect(
      iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST })),
    ).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      Code: 'EntityAlreadyExists',
      message: `Role with name ${RoleName} already exists.`,
      $metadata: { httpStatusCode: 409 },
    });
  });

  test('a role that does not exist is NoSuchEntity', async () => {
    await expect(iam.send(new GetRoleCommand({ RoleName: 'nobody' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The role with name nobody cannot be found.',
      $metadata: { httpStatusCode: 404 },
    });
  });

  test.each([
    ['no JSON', '{'],
    ['no statement', '{"Version":"2012-10-17"}'],
    ['no principal', POLICY],
  ])('a trust policy with %s is MalformedPolicyDocument', async (_, document) => {
    await expect(
      iam.send(new CreateRoleCommand({ RoleName: uniqueName('role'), AssumeRolePolicyDocument: document })),
    ).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException', $metadata: { httpStatusCode: 400 } });
  });

  test('a name with other characters than IAM allows is a ValidationError', async () => {
    await expect(
      iam.send(new CreateRoleCommand({ RoleName: 'no spaces', AssumeRolePolicyDocument: TRUST })),
    ).rejects.toMatchObject({ name: 'ValidationError', $metadata: { httpStatusCode: 400 } });
  });

  test('UpdateRole and UpdateAssumeRolePolicy change what they are given', async () => {
    const RoleName = await aRole();
    const trust = TRUST.replace('lambda', 'states');
    await iam.send(new UpdateRoleCommand({ RoleName, Description: 'changed', MaxSessionDuration: 3600 }));
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust }));
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    expect(Role?.Description).toBe('changed');
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(trust);
  });

  test('tags are added, replaced and taken away by key', async () => {
    const RoleName = await aRole();
    await iam.send(
      new TagRoleCommand({
        RoleName,
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '2' },
        ],
      }),
    );
    await iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'a', Value: '3' }] }));
    await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ['b'] }));
    const { Tags } = await iam.send(new ListRoleTagsCommand({ RoleName }));
    expect(Tags).toEqual([{ Key: 'a', Value: '3' }]);
  });

  test('a role has no instance profiles', async () => {
    const RoleName = await aRole();
    const { InstanceProfiles } = await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName }));
    expect(InstanceProfiles).toEqual([]);
  });

  test('a role with policies cannot be deleted; without them it is gone', async () => {
    const RoleName = await aRole();
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'inline', PolicyDocument: POLICY }));
    await expect(iam.send(new DeleteRoleCommand({ RoleName }))).rejects.toMatchObject({
      name: 'DeleteConflictException',
      $metadata: { httpStatusCode: 409 },
    });
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'inline' }));
    await iam.send(new DeleteRoleCommand({ RoleName }));
    await expect(iam.send(new GetRoleCommand({ RoleName }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
  });
});

describe("a role's permissions boundary", () => {
  const boundaryOf = async (RoleName: string) =>
    (await iam.send(new GetRoleCommand({ RoleName }))).Role?.PermissionsBoundary;
  const usesOf = async (PolicyArn: string) =>
    (await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy?.PermissionsBoundaryUsageCount;

  test('is given with the role, and read back by GetRole alone', async () => {
    const [RoleName, PermissionsBoundary] = [uniqueName('role'), await aPolicy()];
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST, PermissionsBoundary }));
    expect(await boundaryOf(RoleName)).toEqual({
      PermissionsBoundaryType: 'Policy',
      PermissionsBoundaryArn: PermissionsBoundary,
    });
    const listed: Role[] = [];
    for await (const page of paginateListRoles({ client: iam }, {})) listed.push(...(page.Roles ?? []));
    const found = listed.find((role) => role.RoleName === RoleName);
    expect(found).toMatchObject({ RoleName });
    expect(found).not.toHaveProperty('PermissionsBoundary');
  });

  test('is replaced and taken away', async () => {
    const [RoleName, first, second] = [await aRole(), await aPolicy(), await aPolicy()];
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: first }));
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: second }));
    expect(await boundaryOf(RoleName)).toMatchObject({ PermissionsBoundaryArn: second });
    expect([await usesOf(first), await usesOf(second)]).toEqual([0, 1]);
    await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
    expect(await boundaryOf(RoleName)).toBeUndefined();
    await expect(iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
  });

  test('is a policy that exists', async () => {
    const PermissionsBoundary = (await aPolicy()).replace(/[^/]+$/, 'none');
    const created = iam.send(
      new CreateRoleCommand({
        RoleName: uniqueName('role'),
        AssumeRolePolicyDocument: TRUST,
        PermissionsBoundary,
      }),
    );
    await expect(created).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: `Scope ARN: ${PermissionsBoundary} does not exist or is not attachable.`,
    });
  });

  test('keeps its policy from being deleted', async () => {
    const [PermissionsBoundary, RoleName] = [await aPolicy(), await aRole()];
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
    await expect(iam.send(new DeletePolicyCommand({ PolicyArn: PermissionsBoundary }))).rejects.toMatchObject(
      { name: 'DeleteConflictException' },
    );
  });
});

describe("a role's policies", () => {
  test('an inline policy is read back as it was put', async () => {
    const RoleName = await aRole();
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'table', PolicyDocument: POLICY }));
    const read = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'table' }));
    const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    expect(decodeURIComponent(read.PolicyDocument ?? '')).toBe(POLICY);
    expect(PolicyNames).toEqual(['table']);
  });

  test('an inline policy that was never put is NoSuchEntity', async () => {
    const RoleName = await aRole();
    await expect(iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'none' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The role policy with name none cannot be found.',
    });
  });

  test.each([
    ['an effect of its own', POLICY.replace('Allow', 'Permit'), 'Syntax errors in policy.'],
    [
      'an action without a service',
      POLICY.replace('dynamodb:GetItem', 'GetItem'),
      /must be prefaced by a vendor/,
    ],
    ['a principal', TRUST, 'Policy document should not specify a principal.'],
    [
      'a resource that is no ARN',
      POLICY.replace(/arn:[^"]*/, 'table'),
      'Resource table must be in ARN format or "*".',
    ],
  ])('an inline policy with %s is MalformedPolicyDocument', async (_, PolicyDocument, message) => {
    const RoleName = await aRole();
    await expect(
      iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'bad', PolicyDocument })),
    ).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message: message instanceof RegExp ? expect.stringMatching(message) : message,
    });
  });

  test('a managed policy is attached, listed and detached', async () => {
    const RoleName = await aRole();
    const PolicyArn = await aPolicy();
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(attached.AttachedPolicies?.map((policy) => policy.PolicyArn)).toEqual([PolicyArn]);
    await expect(iam.send(new DeletePolicyCommand({ PolicyArn }))).rejects.toMatchObject({
      name: 'DeleteConflictException',
    });
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    await expect(iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
  });

  test("AWS's own Lambda policy can be attached, a made-up one cannot", async () => {
    const RoleName = await aRole();
    const prefix = 'arn:aws:iam::aws:policy/service-role';
    await iam.send(
      new AttachRolePolicyCommand({ RoleName, PolicyArn: `${prefix}/AWSLambdaBasicExecutionRole` }),
    );
    await expect(
      iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: `${prefix}/MadeUp` })),
    ).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });
});

describe('managed policies', () => {
  test('a policy and its version are read back', async () => {
    const PolicyArn = await aPolicy();
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    expect(Policy).toMatchObject({
      Arn: PolicyArn,
      DefaultVersionId: 'v1',
      AttachmentCount: 0,
      IsAttachable: true,
    });
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe(POLICY);
    const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
    expect(Versions?.map((version) => [version.VersionId, version.IsDefaultVersion])).toEqual([['v1', true]]);
  });

  test('a deleted policy is NoSuchEntity', async () => {
    const PolicyArn = await aPolicy();
    await iam.send(new DeletePolicyCommand({ PolicyArn }));
    await expect(iam.send(new GetPolicyCommand({ PolicyArn }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
  });
});
