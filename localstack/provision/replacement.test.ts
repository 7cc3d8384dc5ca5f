// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Terraform's templates, not JavaScript's.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { alarm, type Changing, changesOf, startChanging, table } from '../testing/terraform/changing.ts';

let changing: Changing;

beforeEach(async () => {
  changing = await startChanging();
});

afterEach(() => changing[Symbol.asyncDispose]());

const threshold = async () => {
  const { MetricAlarms } = await (await changing.aws.cloudwatch()).describeAlarms({ AlarmNames: ['a'] });
  return MetricAlarms?.[0]?.Threshold;
};
const putItem = async (TableName: string) =>
  (await changing.aws.dynamodb()).putItem({ TableName, Item: { pk: { S: '1' }, owner: { S: 'ada' } } });
const itemsOf = async (TableName: string) =>
  (await (await changing.aws.dynamodb()).scan({ TableName })).Items?.length;

it('says what needs a replacement, what would be lost, and the way to it', async () => {
  await changing.run({ aws_dynamodb_table: { t: table('things') } });
  const { left } = await changing.run({ aws_dynamodb_table: { t: table('things', 'id') } });
  expect(left).toEqual([
    's aws_dynamodb_table.t is left as it was: hash_key stays "pk", the definition has "id". AWS changes that only ' +
      'in a replacement, and its items would be lost: --replace aws_dynamodb_table.t',
  ]);
});

it('brings all other changes of the run, those of the same resource too', async () => {
  await changing.run({
    aws_dynamodb_table: { t: table('things') },
    aws_cloudwatch_metric_alarm: { a: alarm('a') },
  });
  const { changes } = await changing.run({
    aws_dynamodb_table: { t: { ...table('things', 'id'), deletion_protection_enabled: true } },
    aws_cloudwatch_metric_alarm: { a: alarm('a', 7) },
  });
  expect(changes).toEqual(
    expect.arrayContaining([
      { address: 's aws_cloudwatch_metric_alarm.a', change: 'updated' },
      { address: 's aws_dynamodb_table.t', change: 'updated' },
    ]),
  );
  expect(await threshold()).toBe(7);
  const { Table } = await (await changing.aws.dynamodb()).describeTable({ TableName: 'things' });
  expect(Table?.DeletionProtectionEnabled).toBe(true);
});

it('gives others the value that is in force, not the one that a replacement would bring', async () => {
  const stack = (name: string) => ({
    resource: { aws_sqs_queue: { q: { name } } },
    output: { name: { value: '${aws_sqs_queue.q.name}' } },
  });
  await changing.runAll({ s: stack('first') });
  expect((await changing.runAll({ s: stack('second') })).values).toEqual({ name: 'first' });
});

it('replaces what it is told to replace, and says what was lost', async () => {
  await changing.run({ aws_dynamodb_table: { t: table('things') } });
  await putItem('things');
  const { changes, left, replaced } = await changing.run(
    { aws_dynamodb_table: { t: table('things', 'id') } },
    { replace: ['aws_dynamodb_table.t'] },
  );
  expect({ changes, left, replaced }).toEqual({
    changes: [{ address: 's aws_dynamodb_table.t', change: 'replaced', lost: 'its items' }],
    left: [],
    replaced: 1,
  });
  expect(await itemsOf('things')).toBe(0);
});

it('replaces under its old name what gets another one', async () => {
  await changing.run({ aws_dynamodb_table: { t: table('things') } });
  await changing.run({ aws_dynamodb_table: { t: table('others') } }, { replace: ['aws_dynamodb_table.t'] });
  const { TableNames } = await (await changing.aws.dynamodb()).listTables({});
  expect(TableNames).toEqual(['others']);
});

it('lets those follow that depend on what is replaced', async () => {
  const api = '${aws_apigatewayv2_api.a.id}';
  const resources = {
    aws_apigatewayv2_api: { a: { name: 'a', protocol_type: 'HTTP' } },
    aws_apigatewayv2_integration: {
      i: {
        api_id: api,
        integration_type: 'AWS_PROXY',
        integration_method: 'POST',
        integration_uri: 'arn:aws:lambda:us-east-1:000000000000:function:f',
        payload_format_version: '2.0',
      },
    },
    aws_apigatewayv2_route: {
      r: { api_id: api, route_key: 'GET /', target: 'integrations/${aws_apigatewayv2_integration.i.id}' },
    },
    aws_apigatewayv2_stage: { s: { api_id: api, name: '$default', auto_deploy: true } },
  };
  await changing.run(resources);
  const gateway = await changing.aws.apigatewayv2();
  const [before] = (await gateway.getApis({})).Items ?? [];
  const { left } = await changing.run(resources, { replace: ['aws_apigatewayv2_api.a'] });
  const [after, ...others] = (await gateway.getApis({})).Items ?? [];
  expect(left).toEqual([]);
  expect(others).toEqual([]);
  expect(after?.ApiId).not.toBe(before?.ApiId);
  const ApiId = after?.ApiId;
  expect((await gateway.getRoutes({ ApiId })).Items?.map(({ RouteKey }) => RouteKey)).toEqual(['GET /']);
  expect((await gateway.getStages({ ApiId })).Items).toHaveLength(1);
});

it('makes what others hold on to before it deletes the old one', async () => {
  const resources = {
    aws_kms_key: { k: { description: 'Encrypts', deletion_window_in_days: 9 } },
    aws_kms_alias: { k: { name: 'alias/k', target_key_id: '${aws_kms_key.k.key_id}' } },
    aws_sqs_queue: { q: { name: 'q', kms_master_key_id: '${aws_kms_key.k.arn}' } },
  };
  await changing.run(resources);
  const result = await changing.run(resources, { replace: ['aws_kms_key.k'] });
  expect(changesOf(result).toSorted()).toEqual([
    'replaced s aws_kms_key.k',
    'updated s aws_kms_alias.k',
    'updated s aws_sqs_queue.q',
  ]);
  const kms = await changing.aws.kms();
  const { Keys = [] } = await kms.listKeys({});
  const keys = await Promise.all(Keys.map(({ KeyId }) => kms.describeKey({ KeyId })));
  const states = keys.map(({ KeyMetadata }) => KeyMetadata?.KeyState).toSorted();
  expect(states).toEqual(['Enabled', 'PendingDeletion']);
});

it('replaces a bucket whose objects may be deleted with it, and puts its settings back', async () => {
  const bucket = '${aws_s3_bucket.b.id}';
  const resources = {
    aws_s3_bucket: { b: { bucket: 'b-1', force_destroy: true } },
    aws_s3_bucket_versioning: { b: { bucket, versioning_configuration: { status: 'Enabled' } } },
  };
  await changing.run(resources);
  const s3 = await changing.aws.s3();
  for (const Body of ['one', 'two']) await s3.putObject({ Bucket: 'b-1', Key: 'k', Body });
  await changing.run(resources, { replace: ['aws_s3_bucket.b'] });
  expect((await s3.listObjectVersions({ Bucket: 'b-1' })).Versions ?? []).toEqual([]);
  expect((await s3.getBucketVersioning({ Bucket: 'b-1' })).Status).toBe('Enabled');
});

it('leaves a resource whole where AWS refuses its other changes without the replacement', async () => {
  const role = { name: 'r', assume_role_policy: '{"Version":"2012-10-17","Statement":[]}' };
  const machine = {
    name: 'm',
    role_arn: 'arn:aws:iam::000000000000:role/r',
    definition: '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}',
  };
  const trusting = {
    ...role,
    assume_role_policy:
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"states.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
  };
  const resources = (machine: object) => ({
    aws_iam_role: { r: trusting },
    aws_sfn_state_machine: { m: { ...machine, depends_on: ['aws_iam_role.r'] } },
  });
  await changing.run(resources(machine));
  const { left } = await changing.run(resources({ ...machine, type: 'EXPRESS', definition: '{}' }));
  expect(left).toEqual([
    expect.stringMatching(
      /type stays "STANDARD", the definition has "EXPRESS".*Until then it refuses the other changes: InvalidDefinition/,
    ),
  ]);
});

it.each([
  ['aws_sqs_queue.x', '--replace aws_sqs_queue.x: the definition has no such resource'],
  [
    'aws_sqs_queue.q',
    '--replace aws_sqs_queue.q: several stacks have it, so say which: a/aws_sqs_queue.q, b/aws_sqs_queue.q',
  ],
  [
    'a/aws_sqs_queue.kept',
    'stack a, aws_sqs_queue.kept, argument lifecycle.prevent_destroy: its lifecycle forbids',
  ],
])('refuses to replace %s, before anything is made', async (address, message) => {
  const kept = { name: 'kept', lifecycle: { prevent_destroy: true } };
  const stacks = {
    a: { resource: { aws_sqs_queue: { q: { name: 'qa' }, kept } } },
    b: { resource: { aws_sqs_queue: { q: { name: 'qb' } } } },
  };
  await expect(changing.runAll(stacks, { replace: [address] })).rejects.toThrow(message);
  expect((await (await changing.aws.sqs()).listQueues({})).QueueUrls ?? []).toEqual([]);
});

it('replaces the one of two that is named with its stack', async () => {
  const stacks = {
    a: { resource: { aws_sqs_queue: { q: { name: 'qa' } } } },
    b: { resource: { aws_sqs_queue: { q: { name: 'qb' } } } },
  };
  await changing.runAll(stacks);
  expect(changesOf(await changing.runAll(stacks, { replace: ['b/aws_sqs_queue.q'] }))).toEqual([
    'replaced b aws_sqs_queue.q',
  ]);
});

it('adds an index and takes one away with every item kept', async () => {
  await changing.run({ aws_dynamodb_table: { t: table('things', 'pk', 'team') } });
  await putItem('things');
  await changing.run({ aws_dynamodb_table: { t: table('things', 'pk', 'owner', 'state') } });
  const dynamodb = await changing.aws.dynamodb();
  const { Items } = await dynamodb.query({
    TableName: 'things',
    IndexName: 'by-owner',
    KeyConditionExpression: '#o = :o',
    ExpressionAttributeNames: { '#o': 'owner' },
    ExpressionAttributeValues: { ':o': { S: 'ada' } },
  });
  expect(Items).toHaveLength(1);
  const { Table } = await dynamodb.describeTable({ TableName: 'things' });
  expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName).toSorted()).toEqual([
    'by-owner',
    'by-state',
  ]);
});
