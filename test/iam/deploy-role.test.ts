import {
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  TagResourceCommand as TagPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DeleteTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateKeyCommand, DescribeKeyCommand, KMSClient, TagResourceCommand } from '@aws-sdk/client-kms';
import { LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientsOf } from '../../localstack/conformance/terraform-reads/clients.ts';
import { type Created, create } from '../../localstack/conformance/terraform-reads/create.ts';
import { readerOf } from '../../localstack/conformance/terraform-reads/readers/index.ts';
import { LOCAL_CREDENTIALS } from '../../localstack/local-aws/client-config.ts';
import { createPeople } from '../../localstack/stack/people/create-people.ts';
import { type People, stackPeople } from '../../localstack/stack/people/people.ts';
import { ComingOutputs } from '../../localstack/stack/provisioning/coming-outputs.ts';
import { type StartedEmbedded, startEmbedded } from '../../localstack/testing/embedded.ts';
import { aRole, clientOf, policyOf, trustOf } from '../../localstack/testing/roles.ts';
import { until } from '../../localstack/testing/until.ts';
import { synthesize } from '../infra/synthesized.ts';
import { FOUND_BY_NAME, NOT_DEPLOYED_WITH } from './deploy-exceptions.ts';
import { BOUNDARY_ARN, DEPLOY_ROLE_ARN, makeDeployRole, STATE_BUCKET } from './deploy-role.ts';
import type { RoleUse } from './findings.ts';
import { recordedRoles } from './record.ts';

const STAGE = { STAGE: 'staging', PERMISSIONS_BOUNDARY_ARN: BOUNDARY_ARN };
const PREFIX = 'expense-tracker-staging';
const LAMBDA_POLICY = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

let aws: StartedEmbedded;
let deployer: Pick<StartedEmbedded, 'endpoint' | 'client'>;
let deployed: Created;

/** Deploys the stage with these settings, as the role. */
async function deploy(settings: Record<string, string>): Promise<Created> {
  using synthesis = await synthesize({ ...STAGE, ...settings });
  const {
    accessKeyId,
    secretAccessKey,
    sessionToken = '',
  } = aws.context.credentials.assumeRole(DEPLOY_ROLE_ARN, 'deployment');
  return await create(aws, synthesis.folder, { accessKeyId, secretAccessKey, sessionToken });
}

async function recordOf(roleArn: string): Promise<RoleUse> {
  const found = (await recordedRoles(aws.endpoint)).find(({ role }) => role === roleArn);
  if (!found) throw new Error(`Nothing is recorded of ${roleArn}.`);
  return found;
}

const productRoles = async () =>
  (await recordedRoles(aws.endpoint)).filter(({ role }) => role.includes(`:role/${PREFIX}-`));

beforeAll(async () => {
  aws = await startEmbedded({ log: () => {} });
  await makeDeployRole(aws);
  await aws.client(S3Client).send(new CreateBucketCommand({ Bucket: STATE_BUCKET }));
  deployer = {
    endpoint: aws.endpoint,
    client: (Client, overrides) => clientOf(aws, DEPLOY_ROLE_ARN, Client, overrides),
  };
  await deploy({ HTTP_RESERVED_CONCURRENCY: '100' });
  deployed = await deploy({
    API_RATE_LIMIT: '50',
    LOG_LEVEL: 'DEBUG',
    CORS_ORIGINS: 'https://expenses.example.com',
  });
});
afterAll(() => aws[Symbol.asyncDispose]());

describe('the role that deploys', () => {
  test('makes and changes all five stacks, and is denied nothing', async () => {
    expect(deployed.sent.length).toBeGreaterThan(100);
    expect((await recordOf(DEPLOY_ROLE_ARN)).denied).toEqual([]);
  });

  test('reads back all that Terraform reads of them', async () => {
    const clients = clientsOf(deployer);
    for (const resource of deployed.sent) await readerOf(resource.type).read(resource, clients);
    // The provider asks whether a table's key is DynamoDB's own, and takes a refusal for a no.
    const asked = new DescribeKeyCommand({ KeyId: 'alias/aws/dynamodb' });
    const { KeyMetadata } = await aws.client(KMSClient).send(asked);
    expect((await recordOf(DEPLOY_ROLE_ARN)).denied).toEqual([
      expect.objectContaining({ action: 'kms:DescribeKey', resource: KeyMetadata?.Arn }),
    ]);
  });

  test("keeps Terraform's states and their locks, and nothing else in their bucket", async () => {
    const s3 = deployer.client(S3Client);
    const state = { Bucket: STATE_BUCKET, Key: `expense-tracker/staging/data.tfstate` };
    await s3.send(new ListObjectsV2Command({ Bucket: STATE_BUCKET }));
    await s3.send(new PutObjectCommand({ ...state, Body: '{}' }));
    await s3.send(new GetObjectCommand(state));
    await s3.send(new DeleteObjectCommand({ ...state, Key: `${state.Key}.tflock` }));
    const other = new PutObjectCommand({ Bucket: STATE_BUCKET, Key: 'other/data.tfstate', Body: '{}' });
    await expect(s3.send(other)).rejects.toThrow('not authorized');
  });
});

describe('the product whose roles are all bounded', () => {
  let people: People;
  beforeAll(async () => {
    const outputs = new ComingOutputs();
    outputs.add(deployed.outputs);
    const place = { endpoint: aws.endpoint, region: 'us-east-1', credentials: LOCAL_CREDENTIALS, outputs };
    people = await createPeople(place, stackPeople);
  });

  async function call(
    as: keyof People,
    method: string,
    path: string,
    { body, ifMatch }: { body?: object; ifMatch?: string } = {},
  ): Promise<Expense> {
    const response = await fetch(`${deployed.outputs.api_url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${people[as].accessToken}`,
        'content-type': 'application/json',
        ...(ifMatch && { 'if-match': ifMatch }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    expect(response.ok, await response.clone().text()).toBe(true);
    return (await response.json()) as Expense;
  }

  test('takes an expense from draft to approved, and no role is denied anything', async () => {
    const { id } = await call('employee', 'POST', '/expenses', {
      body: {
        merchant: 'Cafe Central',
        category: 'meals',
        amount: 120_00,
        currency: 'EUR',
        incurredOn: '2026-03-04',
      },
    });
    await call('employee', 'POST', `/expenses/${id}/submit`);
    const status = async (wanted: string) =>
      (await call('employee', 'GET', `/expenses/${id}`)).status === wanted;
    await until(
      async () => (await call('employee', 'GET', `/expenses/${id}`)).approval?.steps[0]?.status === 'waiting',
      { within: 15_000, what: 'the approval to wait' },
    );
    const { etag } = await call('manager', 'GET', `/expenses/${id}`);
    await call('manager', 'POST', `/expenses/${id}/approve`, { ifMatch: etag });
    await until(() => status('approved'), { within: 15_000, what: 'the expense to be approved' });
    const roles = await productRoles();
    expect(roles.length).toBeGreaterThanOrEqual(6);
    expect(roles.flatMap(({ role, denied }) => denied.map(({ action }) => `${role} ${action}`))).toEqual([]);
  });

  test('has a role with the boundary for each of its parts', async () => {
    const iam = aws.client(IAMClient);
    for (const { role } of await productRoles()) {
      const { Role } = await iam.send(new GetRoleCommand({ RoleName: role.split('/').at(-1) }));
      expect(Role?.PermissionsBoundary?.PermissionsBoundaryArn, role).toBe(BOUNDARY_ARN);
    }
  });
});

describe('the role that deploys cannot get more than it has', () => {
  const RoleName = `${PREFIX}-http`;
  const everything = { PolicyName: 'more', PolicyDocument: policyOf({ Action: '*', Resource: '*' }) };
  const AssumeRolePolicyDocument = trustOf('lambda.amazonaws.com');
  const aNewRole = { RoleName: `${PREFIX}-more`, AssumeRolePolicyDocument };
  let iam: IAMClient;
  beforeAll(() => {
    iam = deployer.client(IAMClient);
  });

  test.each([
    ['make a role without the boundary', () => new CreateRoleCommand(aNewRole)],
    [
      'make a role with a boundary of its own choice',
      () => new CreateRoleCommand({ ...aNewRole, PermissionsBoundary: LAMBDA_POLICY }),
    ],
    ['take the boundary from a role', () => new DeleteRolePermissionsBoundaryCommand({ RoleName })],
    [
      'put another boundary on a role',
      () => new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: LAMBDA_POLICY }),
    ],
    [
      'make a role of another stage',
      () =>
        new CreateRoleCommand({
          ...aNewRole,
          RoleName: 'expense-tracker-prod-http',
          PermissionsBoundary: BOUNDARY_ARN,
        }),
    ],
    [
      'make a role beside its own',
      () => new CreateRoleCommand({ ...aNewRole, Path: '/pipeline/', PermissionsBoundary: BOUNDARY_ARN }),
    ],
    [
      'give itself a permission',
      () => new PutRolePolicyCommand({ ...everything, RoleName: `${PREFIX}-deploy` }),
    ],
    [
      'let others take its own role',
      () =>
        new UpdateAssumeRolePolicyCommand({
          RoleName: `${PREFIX}-deploy`,
          PolicyDocument: AssumeRolePolicyDocument,
        }),
    ],
    ['take the boundary away', () => new DeletePolicyCommand({ PolicyArn: BOUNDARY_ARN })],
    [
      'attach a managed policy to a role',
      () => new AttachRolePolicyCommand({ RoleName, PolicyArn: LAMBDA_POLICY }),
    ],
  ])('cannot %s', async (_, command) => {
    await expect(iam.send(command() as CreateRoleCommand)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('cannot give a role of the product more than the boundary has', async () => {
    await iam.send(new PutRolePolicyCommand({ ...everything, RoleName }));
    const product = clientOf(aws, `arn:aws:iam::000000000000:role/${RoleName}`, DynamoDBClient);
    const emptied = product.send(new DeleteTableCommand({ TableName: deployed.outputs.table_name }));
    await expect(emptied).rejects.toThrow(
      'because no permissions boundary allows the dynamodb:DeleteTable action',
    );
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: everything.PolicyName }));
  });

  test('cannot take over a key or a pool of somebody else by tagging it', async () => {
    const Tags = [{ TagKey: 'Project', TagValue: 'payroll' }];
    const { KeyMetadata } = await aws.client(KMSClient).send(new CreateKeyCommand({ Tags }));
    const ours = [
      { TagKey: 'Project', TagValue: 'expense-tracker' },
      { TagKey: 'Stage', TagValue: 'staging' },
    ];
    const onKey = deployer
      .client(KMSClient)
      .send(new TagResourceCommand({ KeyId: KeyMetadata?.KeyId, Tags: ours }));
    await expect(onKey).rejects.toThrow('not authorized');
    const pools = aws.client(CognitoIdentityProviderClient);
    const { UserPool } = await pools.send(new CreateUserPoolCommand({ PoolName: 'payroll' }));
    const onPool = deployer.client(CognitoIdentityProviderClient).send(
      new TagPoolCommand({
        ResourceArn: UserPool?.Arn,
        Tags: { Project: 'expense-tracker', Stage: 'staging' },
      }),
    );
    await expect(onPool).rejects.toThrow('not authorized');
  });

  test('cannot touch what is called otherwise than the stage', async () => {
    const queue = new CreateQueueCommand({ QueueName: 'expense-tracker-prod-receipts' });
    await expect(deployer.client(SQSClient).send(queue)).rejects.toThrow('not authorized');
  });

  test('cannot hand a role of somebody else to a function', async () => {
    const Role = await aRole(aws, [{ Action: '*', Resource: '*' }]);
    const change = new UpdateFunctionConfigurationCommand({ FunctionName: RoleName, Role });
    await expect(deployer.client(LambdaClient).send(change)).rejects.toThrow('iam:PassRole');
  });

  test('cannot read the data', async () => {
    const read = new ScanCommand({ TableName: deployed.outputs.table_name });
    await expect(deployer.client(DynamoDBClient).send(read)).rejects.toThrow('not authorized');
  });
});

describe('in the end, the role that deploys', () => {
  test('destroys all that it has made', async () => {
    const clients = clientsOf(deployer);
    for (const resource of [...deployed.sent].reverse())
      await readerOf(resource.type).delete?.(resource, clients);
    expect(await productRoles()).toEqual([]);
  });

  test('has used all that it is granted, but what is listed with the reason', async () => {
    const { granted } = await recordOf(DEPLOY_ROLE_ARN);
    const unused = granted.filter(({ uses }) => uses === 0).map(({ action }) => action);
    expect([...new Set(unused)].sort()).toEqual(Object.keys(NOT_DEPLOYED_WITH).sort());
  });

  test('was granted for this test only what finding by name takes', async () => {
    const { granted } = await recordOf(DEPLOY_ROLE_ARN);
    const found = granted.filter(({ policy }) => policy === 'found-by-name');
    expect(found.map(({ action }) => action).sort()).toEqual(
      FOUND_BY_NAME.map(({ action }) => action).sort(),
    );
    expect(found.filter(({ uses }) => uses === 0)).toEqual([]);
  });
});

interface Expense {
  readonly etag: string;
  readonly id: string;
  readonly status: string;
  readonly approval?: { readonly steps: readonly { readonly status: string }[] };
}
