import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StartedEmbedded, startEmbedded } from '../../testing/embedded.ts';
import { packageOf } from '../../testing/functions.ts';
import { uniqueName } from '../../testing/unique-name.ts';
import { commandLines, pythonEnvironment } from './environment.ts';
import { type Cli, cliAt, runProgram } from './programs.ts';

const programs = await pythonEnvironment();
const clis = await commandLines(programs);

test.skipIf(process.env.CI !== 'true')('both versions of the AWS CLI are here', () => {
  expect(clis.map(({ version }) => version.slice(0, 2))).toEqual(['1.', '2.']);
});

describe.each(clis)('the AWS CLI $version', ({ program }) => {
  let aws: StartedEmbedded;
  let cli: Cli;
  let folder: string;

  beforeAll(async () => {
    aws = await startEmbedded();
    cli = cliAt(program, aws);
    folder = await mkdtemp(join(tmpdir(), 'aws-cli-'));
  });

  afterAll(async () => {
    await aws[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  /** A role for functions and state machines, which may write logs; answers its ARN. */
  async function aRole(): Promise<string> {
    const RoleName = uniqueName('role');
    const mayLog = { Effect: 'Allow', Action: 'logs:*', Resource: '*' };
    const trust = {
      Effect: 'Allow',
      Principal: { Service: ['lambda.amazonaws.com', 'states.amazonaws.com'] },
      Action: 'sts:AssumeRole',
    };
    const { Role } = await cli.json<{ Role: { Arn: string } }>(
      'iam',
      'create-role',
      '--role-name',
      RoleName,
      '--assume-role-policy-document',
      JSON.stringify({ Version: '2012-10-17', Statement: trust }),
    );
    await cli.text(
      'iam',
      'put-role-policy',
      '--role-name',
      RoleName,
      '--policy-name',
      'logs',
      '--policy-document',
      JSON.stringify({ Version: '2012-10-17', Statement: mayLog }),
    );
    return Role.Arn;
  }

  test('asks STS who it is', async () => {
    expect(await cli.json('sts', 'get-caller-identity')).toMatchObject({ Account: '000000000000' });
  });

  test('is answered in words where a service is not there', async () => {
    expect(await cli.refused('ec2', 'describe-instances')).toMatch(/does not run .*ec2/);
    expect(await cli.refused('rds', 'describe-db-instances')).toMatch(/does not run .*rds/);
    expect(await cli.refused('kinesis', 'list-streams')).toMatch(/does not run .*kinesis/i);
  });

  test('is answered in words where an operation is not there', async () => {
    const answer = await cli.refused('dynamodb', 'execute-statement', '--statement', 'SELECT * FROM "t"');
    expect(answer).toContain('ExecuteStatement');
  });

  test('writes, reads, queries and changes an item', async () => {
    const table = uniqueName('table');
    await cli.json(
      'dynamodb',
      'create-table',
      '--table-name',
      table,
      '--attribute-definitions',
      'AttributeName=pk,AttributeType=S',
      'AttributeName=sk,AttributeType=N',
      '--key-schema',
      'AttributeName=pk,KeyType=HASH',
      'AttributeName=sk,KeyType=RANGE',
      '--billing-mode',
      'PAY_PER_REQUEST',
    );
    await cli.text('dynamodb', 'wait', 'table-exists', '--table-name', table);
    const on = ['--table-name', table];
    const key = ['--key', '{"pk":{"S":"a"},"sk":{"N":"1"}}'];
    await cli.text(
      'dynamodb',
      'put-item',
      ...on,
      '--item',
      '{"pk":{"S":"a"},"sk":{"N":"1"},"l":{"L":[{"N":"1"},{"N":"2"},{"N":"3"}]}}',
    );
    const changed = await cli.json(
      'dynamodb',
      'update-item',
      ...on,
      ...key,
      '--update-expression',
      'REMOVE l[0], l[1] SET n = if_not_exists(n, :zero) + :one',
      '--expression-attribute-values',
      '{":zero":{"N":"0"},":one":{"N":"1"}}',
      '--return-values',
      'ALL_NEW',
    );
    expect(changed).toMatchObject({ Attributes: { l: { L: [{ N: '3' }] }, n: { N: '1' } } });
    const found = await cli.json(
      'dynamodb',
      'query',
      ...on,
      '--key-condition-expression',
      'pk = :pk AND sk BETWEEN :low AND :high',
      '--expression-attribute-values',
      '{":pk":{"S":"a"},":low":{"N":"0"},":high":{"N":"9"}}',
    );
    expect(found).toMatchObject({ Count: 1 });
    const refused = await cli.refused(
      'dynamodb',
      'delete-item',
      ...on,
      ...key,
      '--condition-expression',
      'attribute_not_exists(pk)',
    );
    expect(refused).toContain('ConditionalCheckFailedException');
  });

  test('sends and receives a message', async () => {
    const { QueueUrl } = await cli.json<{ QueueUrl: string }>(
      'sqs',
      'create-queue',
      '--queue-name',
      uniqueName('queue'),
    );
    await cli.text('sqs', 'send-message', '--queue-url', QueueUrl, '--message-body', 'Grüße');
    const received = await cli.json('sqs', 'receive-message', '--queue-url', QueueUrl);
    expect(received).toMatchObject({ Messages: [{ Body: 'Grüße' }] });
  });

  test('creates a function and invokes it', async () => {
    const archive = join(folder, 'function.zip');
    const answer = join(folder, 'answer.json');
    await writeFile(archive, packageOf('export const handler = async ({ name }) => "Hello " + name;'));
    const name = uniqueName('function');
    await cli.text(
      'lambda',
      'create-function',
      '--function-name',
      name,
      '--runtime',
      'nodejs22.x',
      '--role',
      await aRole(),
      '--handler',
      'index.handler',
      '--zip-file',
      `fileb://${archive}`,
    );
    await cli.text('lambda', 'wait', 'function-active-v2', '--function-name', name);
    await writeFile(join(folder, 'event.json'), '{"name":"you"}');
    const invoked = await cli.json(
      'lambda',
      'invoke',
      '--function-name',
      name,
      '--payload',
      `fileb://${join(folder, 'event.json')}`,
      answer,
    );
    expect(invoked).toMatchObject({ StatusCode: 200 });
    const groups = await cli.json('logs', 'describe-log-groups', '--log-group-name-prefix', '/aws/lambda/');
    expect(groups).toMatchObject({ logGroups: [{ logGroupName: `/aws/lambda/${name}` }] });
  });

  test('runs a state machine', async () => {
    const { stateMachineArn } = await cli.json<{ stateMachineArn: string }>(
      'stepfunctions',
      'create-state-machine',
      '--name',
      uniqueName('machine'),
      '--role-arn',
      await aRole(),
      '--definition',
      '{"StartAt":"Big","States":{"Big":{"Type":"Choice","Default":"No","Choices":[{"Variable":"$.n","NumericGreaterThan":3,"Next":"Yes"}]},"Yes":{"Type":"Pass","Parameters":{"text.$":"States.Format(\'{} is big\', $.n)"},"End":true},"No":{"Type":"Fail"}}}',
    );
    const { executionArn } = await cli.json<{ executionArn: string }>(
      'stepfunctions',
      'start-execution',
      '--state-machine-arn',
      stateMachineArn,
      '--input',
      '{"n":4}',
    );
    await expect
      .poll(() => cli.json('stepfunctions', 'describe-execution', '--execution-arn', executionArn))
      .toMatchObject({ status: 'SUCCEEDED', output: '{"text":"4 is big"}' });
  });

  test('signs somebody up and in', async () => {
    const { UserPool } = await cli.json<{ UserPool: { Id: string } }>(
      'cognito-idp',
      'create-user-pool',
      '--pool-name',
      uniqueName('pool'),
    );
    const pool = ['--user-pool-id', UserPool.Id];
    const { UserPoolClient } = await cli.json<{ UserPoolClient: { ClientId: string } }>(
      'cognito-idp',
      'create-user-pool-client',
      ...pool,
      '--client-name',
      'cli',
      '--explicit-auth-flows',
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
    );
    const client = ['--client-id', UserPoolClient.ClientId];
    await cli.json('cognito-idp', 'sign-up', ...client, '--username', 'ada', '--password', 'Passw0rd!');
    await cli.text('cognito-idp', 'admin-confirm-sign-up', ...pool, '--username', 'ada');
    const signedIn = await cli.json(
      'cognito-idp',
      'initiate-auth',
      ...client,
      '--auth-flow',
      'USER_PASSWORD_AUTH',
      '--auth-parameters',
      'USERNAME=ada,PASSWORD=Passw0rd!',
    );
    expect(signedIn).toMatchObject({ AuthenticationResult: { TokenType: 'Bearer' } });
  });

  test('makes a role that may write a queue, and reads it back', async () => {
    const name = uniqueName('role');
    const trust =
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}';
    await cli.json('iam', 'create-role', '--role-name', name, '--assume-role-policy-document', trust);
    expect(await cli.json('iam', 'get-role', '--role-name', name)).toMatchObject({
      Role: { RoleName: name },
    });
  });

  test('puts a figure and reads its sum', async () => {
    const namespace = uniqueName('Namespace');
    await cli.text(
      'cloudwatch',
      'put-metric-data',
      '--namespace',
      namespace,
      '--metric-name',
      'Orders',
      '--value',
      '3',
    );
    const listed = await cli.json('cloudwatch', 'list-metrics', '--namespace', namespace);
    expect(listed).toMatchObject({ Metrics: [{ MetricName: 'Orders' }] });
  });

  test('encrypts, schedules and lists APIs', async () => {
    const { KeyMetadata } = await cli.json<{ KeyMetadata: { KeyId: string } }>('kms', 'create-key');
    expect(await cli.json('kms', 'describe-key', '--key-id', KeyMetadata.KeyId)).toMatchObject({
      KeyMetadata: { Enabled: true },
    });
    expect(await cli.json('scheduler', 'list-schedules')).toEqual({ Schedules: [] });
    expect(await cli.json('apigatewayv2', 'get-apis')).toEqual({ Items: [] });
  });
});

test('a CLI of today needs no option: AWS_ENDPOINT_URL leads it here', async () => {
  // The variable came with 1.29 and 2.13; the second CLI may be older.
  const [{ program }] = clis;
  await using aws = await startEmbedded({ services: ['iam', 'sts'] });
  const environment = { AWS_ENDPOINT_URL: aws.endpoint };
  const ended = await runProgram(program, ['sts', 'get-caller-identity'], environment);
  expect(ended).toMatchObject({ code: 0 });
});
