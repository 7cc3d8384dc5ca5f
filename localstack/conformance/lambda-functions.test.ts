import { createHash } from 'node:crypto';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  GetFunctionCodeSigningConfigCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCOUNT, REGION, startBackend } from '../testing/backend.ts';
import type { StartedEmbedded } from '../testing/embedded.ts';
import { aFunction, invoke, packageOf } from '../testing/functions.ts';

let aws: StartedEmbedded;
let lambda: LambdaClient;
const ECHO = 'export const handler = async (event) => event;';

beforeAll(async () => {
  aws = await startBackend(['lambda'], { log: () => {} });
  lambda = aws.client(LambdaClient);
});
afterAll(() => aws[Symbol.asyncDispose]());

describe('a function that was created', () => {
  test('has the base64 SHA-256 of its zip as CodeSha256, and the defaults of AWS', async () => {
    const zip = packageOf(ECHO);
    const FunctionName = await aFunction(lambda, ECHO, { Code: { ZipFile: zip }, Timeout: undefined });
    const found = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    expect(found).toMatchObject({
      CodeSha256: createHash('sha256').update(zip).digest('base64'),
      CodeSize: zip.length,
      Timeout: 3,
      MemorySize: 128,
      State: 'Active',
      LastUpdateStatus: 'Successful',
      Version: '$LATEST',
      EphemeralStorage: { Size: 512 },
      TracingConfig: { Mode: 'PassThrough' },
      LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${FunctionName}` },
    });
    expect(found.LastModified).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
  });

  test('reads back every setting as it was sent', async () => {
    const sent = {
      Description: 'the API',
      Timeout: 29,
      MemorySize: 1024,
      Architectures: ['arm64' as const],
      Environment: { Variables: { STAGE: 'test' } },
      TracingConfig: { Mode: 'Active' as const },
      EphemeralStorage: { Size: 1024 },
      LoggingConfig: { LogFormat: 'JSON' as const, LogGroup: 'api', ApplicationLogLevel: 'WARN' as const },
    };
    const FunctionName = await aFunction(lambda, ECHO, { ...sent, Tags: { team: 'expenses' } });
    const found = await lambda.send(new GetFunctionCommand({ FunctionName }));
    expect(found.Configuration).toMatchObject(sent);
    expect(found.Tags).toEqual({ team: 'expenses' });
  });

  test('has its package at Code.Location', async () => {
    const zip = packageOf(ECHO);
    const FunctionName = await aFunction(lambda, ECHO, { Code: { ZipFile: zip } });
    const { Code } = await lambda.send(new GetFunctionCommand({ FunctionName }));
    const response = await fetch(Code?.Location ?? '');
    expect(Buffer.from(await response.arrayBuffer()).equals(zip)).toBe(true);
  });

  test('is found by its ARN and in the list, and gone after deletion', async () => {
    const FunctionName = await aFunction(lambda, ECHO);
    const { FunctionArn } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const { Functions } = await lambda.send(new ListFunctionsCommand({}));
    expect(Functions?.map((each) => each.FunctionArn)).toContain(FunctionArn);
    await lambda.send(new DeleteFunctionCommand({ FunctionName: FunctionArn }));
    await expect(lambda.send(new GetFunctionCommand({ FunctionName }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Function not found: ${FunctionArn}`,
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('answers what Terraform reads besides: versions and code signing', async () => {
    const FunctionName = await aFunction(lambda, ECHO);
    const { Versions } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
    expect(Versions).toMatchObject([{ Version: '$LATEST' }]);
    const signing = await lambda.send(new GetFunctionCodeSigningConfigCommand({ FunctionName }));
    expect(signing).toMatchObject({ FunctionName });
    expect(signing.CodeSigningConfigArn).toBeUndefined();
  });
});

describe('CreateFunction refuses', () => {
  test.each([
    ['another language', { Runtime: 'python3.13' as const }, 'InvalidParameterValueException'],
    [
      'a package that is no zip',
      { Code: { ZipFile: Buffer.from('hello') } },
      'InvalidParameterValueException',
    ],
    [
      'a variable that Lambda sets',
      { Environment: { Variables: { AWS_REGION: 'x' } } },
      'InvalidParameterValueException',
    ],
    ['a timeout over 900 s', { Timeout: 901 }, 'ValidationException'],
    ['a role that is none', { Role: 'somebody' }, 'ValidationException'],
    ['layers, by name', { Layers: ['arn:aws:lambda:us-east-1:1:layer:x:1'] }, 'NotImplemented'],
  ])('%s', async (_what, settings, name) => {
    await expect(aFunction(lambda, ECHO, settings)).rejects.toMatchObject({ name });
  });

  test('a name that is taken', async () => {
    const FunctionName = await aFunction(lambda, ECHO);
    await expect(aFunction(lambda, ECHO, { FunctionName })).rejects.toMatchObject({
      name: 'ResourceConflictException',
      $metadata: { httpStatusCode: 409 },
    });
  });
});

describe('an update', () => {
  test('of the code is what the next event meets, while an event under way ends on the old code', async () => {
    const slow = `export const handler = () => new Promise((done) => setTimeout(done, 300, 'old'));`;
    const FunctionName = await aFunction(lambda, slow);
    await expect(invoke(lambda, FunctionName)).resolves.toMatchObject({ payload: 'old' });
    const underWay = invoke(lambda, FunctionName);
    await lambda.send(
      new UpdateFunctionCodeCommand({
        FunctionName,
        ZipFile: packageOf(`export const handler = async () => 'new';`),
      }),
    );
    await expect(invoke(lambda, FunctionName)).resolves.toMatchObject({ payload: 'new' });
    await expect(underWay).resolves.toMatchObject({ payload: 'old', error: undefined });
  });

  test('of the environment is what the next event meets', async () => {
    const FunctionName = await aFunction(
      lambda,
      'export const handler = async () => process.env.COLOUR ?? null;',
    );
    await expect(invoke(lambda, FunctionName)).resolves.toMatchObject({ payload: null });
    const Environment = { Variables: { COLOUR: 'green' } };
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment }));
    await expect(invoke(lambda, FunctionName)).resolves.toMatchObject({ payload: 'green' });
  });

  test('with a revision that is not the latest is refused', async () => {
    const FunctionName = await aFunction(lambda, ECHO);
    const update = new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 5, RevisionId: 'x' });
    await expect(lambda.send(update)).rejects.toMatchObject({ name: 'PreconditionFailedException' });
  });
});

describe('versions', () => {
  test('keep their code, and aliases name them', async () => {
    const FunctionName = await aFunction(lambda, `export const handler = async () => 'one';`);
    const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName }));
    await lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: Version }));
    await lambda.send(
      new UpdateFunctionCodeCommand({
        FunctionName,
        ZipFile: packageOf(`export const handler = async () => 'two';`),
      }),
    );
    await expect(invoke(lambda, `${FunctionName}:live`)).resolves.toMatchObject({ payload: 'one' });
    await expect(invoke(lambda, FunctionName)).resolves.toMatchObject({ payload: 'two' });
  });
});

describe('tags and permissions', () => {
  test('tags are added and removed', async () => {
    const FunctionName = await aFunction(lambda, ECHO);
    const { FunctionArn: Resource } = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName }),
    );
    await lambda.send(new TagResourceCommand({ Resource, Tags: { a: '1', b: '2' } }));
    await lambda.send(new UntagResourceCommand({ Resource, TagKeys: ['a'] }));
    await expect(lambda.send(new ListTagsCommand({ Resource }))).resolves.toMatchObject({ Tags: { b: '2' } });
  });

  test('a service may invoke only what the resource policy lets it, from the source it names', async () => {
    const FunctionName = await aFunction(lambda, ECHO);
    const service = 'apigateway.amazonaws.com';
    const call = (sourceArn: string) =>
      aws.context.call(
        'lambda',
        'Invoke',
        { FunctionName },
        { arn: service, service, sourceArn, accountId: ACCOUNT },
      );
    await lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: 'api',
        Action: 'lambda:InvokeFunction',
        Principal: service,
        SourceArn: `arn:aws:execute-api:${REGION}:${ACCOUNT}:abc/*/*`,
      }),
    );
    await expect(call(`arn:aws:execute-api:${REGION}:${ACCOUNT}:abc/$default/GET/x`)).resolves.toMatchObject({
      StatusCode: 200,
    });
    await expect(call(`arn:aws:execute-api:${REGION}:${ACCOUNT}:other/$default/GET/x`)).rejects.toMatchObject(
      {
        code: 'AccessDeniedException',
      },
    );
    const { Policy } = await lambda.send(new GetPolicyCommand({ FunctionName }));
    expect(JSON.parse(Policy ?? '')).toMatchObject({
      Statement: [{ Sid: 'api', Principal: { Service: service } }],
    });
    await lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: 'api' }));
    await expect(lambda.send(new GetPolicyCommand({ FunctionName }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('reserved concurrency', () => {
  test('throttles events beyond it, and none after its removal', async () => {
    const FunctionName = await aFunction(
      lambda,
      'export const handler = () => new Promise((done) => setTimeout(done, 200, 1));',
    );
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 1 }));
    const answers = await Promise.allSettled([invoke(lambda, FunctionName), invoke(lambda, FunctionName)]);
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      $metadata: { httpStatusCode: 429 },
    });
    await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    const { ReservedConcurrentExecutions } = await lambda.send(
      new GetFunctionConcurrencyCommand({ FunctionName }),
    );
    expect(ReservedConcurrentExecutions).toBeUndefined();
    await expect(
      Promise.all([invoke(lambda, FunctionName), invoke(lambda, FunctionName)]),
    ).resolves.toHaveLength(2);
  });

  test('of zero stops a function', async () => {
    const FunctionName = await aFunction(lambda, ECHO);
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
    await expect(lambda.send(new InvokeCommand({ FunctionName }))).rejects.toMatchObject({
      name: 'TooManyRequestsException',
    });
  });
});
