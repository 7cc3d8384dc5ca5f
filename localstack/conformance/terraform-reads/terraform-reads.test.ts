import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Synthesis, synthesize } from '../../../test/infra/synthesized.ts';
import { type StartedEmbedded, startEmbedded } from '../../testing/embedded.ts';
import { policyOf } from '../../testing/roles.ts';
import { everyType } from '../../testing/terraform/every-type.ts';
import { synthesized } from '../../testing/terraform/fixtures.ts';
import { clientsOf } from './clients.ts';
import { create } from './create.ts';
import { type Clients, type Sent, tagRecord } from './reader.ts';
import { readerOf, readers } from './readers/index.ts';
import { differences } from './same.ts';

/** Settings that bring out arguments which stacks have at times only. */
const SETTINGS = {
  ALARM_TOPIC_ARN: 'arn:aws:sns:us-east-1:000000000000:alarms',
  HTTP_RESERVED_CONCURRENCY: '100',
  PERMISSIONS_BOUNDARY_ARN: 'arn:aws:iam::000000000000:policy/boundary',
};
const TAGS = { Project: 'expense-tracker', Stage: 'dev', ManagedBy: 'cdktf' };

let synthesis: Synthesis;
let aws: StartedEmbedded;
let clients: Clients;
let sent: readonly Sent[];
let calls: string[] = [];

beforeAll(async () => {
  synthesis = await synthesize(SETTINGS);
  aws = await startEmbedded({
    log: () => {},
    hooks: {
      observe({ service, operation, principal }) {
        // Services, and roles that they act in (a queue is read as its function), call whenever their time comes; the
        // provider is neither.
        if (principal.service === undefined && principal.roleArn === undefined)
          calls.push(`${service.name}:${operation}`);
      },
    },
  });
  clients = clientsOf(aws);
  const policy = { PolicyName: 'boundary', PolicyDocument: policyOf({ Action: '*', Resource: '*' }) };
  await clients.iam.createPolicy(policy);
  const stacks = await create(aws, synthesis.folder);
  sent = [...stacks.sent, ...(await examplesBeside(stacks.sent))];
});
afterAll(async () => {
  await aws[Symbol.asyncDispose]();
  synthesis[Symbol.dispose]();
});

/** Of each type that no stack has, the example of its file. */
async function examplesBeside(stacks: readonly Sent[]): Promise<readonly Sent[]> {
  const used = new Set(stacks.map(({ type }) => type));
  const unused = Object.keys(readers).filter((type) => !used.has(type));
  if (unused.length === 0) return [];
  const examples = await everyType();
  const folder = synthesized({ s: { ...examples, provider: { aws: [{ default_tags: [{ tags: TAGS }] }] } } });
  for (const file of ['code.zip', 'other.zip']) {
    writeFileSync(join(folder, 'stacks', 's', file), zipSync({ 'index.mjs': strToU8(`// ${file}`) }));
  }
  const { sent } = await create(aws, folder);
  return sent.filter(({ type }) => unused.includes(type));
}

describe('what the stacks and the examples are made of', () => {
  test('is read back as it was sent, every argument of it, with its tags', async () => {
    const wrong: string[] = [];
    for (const resource of sent) {
      const { unread = {}, read } = readerOf(resource.type);
      const found = await read(resource, clients);
      const kept = Object.entries(resource.arguments).filter(([name]) => !Object.hasOwn(unread, name));
      wrong.push(
        ...differences(Object.fromEntries(kept), found.arguments).map(
          (line) => `${resource.address} ${line}`,
        ),
        ...(found.tags ? differences(TAGS, found.tags, 'tags') : []).map(
          (line) => `${resource.address} ${line}`,
        ),
      );
    }
    expect(wrong).toEqual([]);
  });

  test('is of every type that there is a reader for', () => {
    expect([...new Set(sent.map(({ type }) => type))].sort()).toEqual(Object.keys(readers).sort());
  });

  test('excuses no argument that is not sent', () => {
    const excused = Object.entries(readers).flatMap(([type, { unread = {} }]) =>
      Object.keys(unread)
        .filter((name) => !sent.some((one) => one.type === type && Object.hasOwn(one.arguments, name)))
        .map((name) => `${type} ${name}`),
    );
    expect(excused).toEqual([]);
  });
});

describe('reading a resource', () => {
  test.each(Object.keys(readers).sort())('%s makes the calls in the table, and no others', async (type) => {
    const resource = sent.find((one) => one.type === type) as Sent;
    calls = [];
    await readerOf(type).read(resource, clients);
    expect([...new Set(calls)].sort()).toEqual([...readerOf(type).calls].sort());
  });
});

describe('what other emulators are known to forget', () => {
  const one = (type: string) => sent.find((resource) => resource.type === type) as Sent;

  test('the tracing of a state machine', async () => {
    const machine = one('aws_sfn_state_machine');
    const found = await clients.sfn.describeStateMachine({ stateMachineArn: machine.text('arn') });
    expect(found.tracingConfiguration).toEqual({ enabled: true });
  });

  test('the kind of IP address of an API', async () => {
    const found = await clients.apigatewayv2.getApi({ ApiId: one('aws_apigatewayv2_api').text('id') });
    expect(found.IpAddressType).toBe('ipv4');
  });

  test('how far back a table can be restored', async () => {
    const table = { TableName: one('aws_dynamodb_table').text('name') };
    const { ContinuousBackupsDescription: found } = await clients.dynamodb.describeContinuousBackups(table);
    expect(found?.PointInTimeRecoveryDescription).toMatchObject({
      PointInTimeRecoveryStatus: 'ENABLED',
      RecoveryPeriodInDays: 35,
    });
  });

  test('the sign-in policy of a user pool', async () => {
    const pool = { UserPoolId: one('aws_cognito_user_pool').text('id') };
    const { UserPool: found } = await clients.cognito.describeUserPool(pool);
    expect(found?.Policies?.SignInPolicy).toEqual({ AllowedFirstAuthFactors: ['PASSWORD'] });
  });

  test('the smallest object that a lifecycle rule moves, for which the provider waits three minutes', async () => {
    const bucket = { Bucket: one('aws_s3_bucket_lifecycle_configuration').text('bucket') };
    const found = await clients.s3.getBucketLifecycleConfiguration(bucket);
    expect(found.TransitionDefaultMinimumObjectSize).toBe('all_storage_classes_128K');
  });

  test('the tags of a bucket through S3 Control, where they are changed one by one', async () => {
    const { s3control } = clients;
    const resource = { AccountId: '000000000000', ResourceArn: one('aws_s3_bucket').text('arn') };
    await s3control.tagResource({ ...resource, Tags: [{ Key: 'Owner', Value: 'a + b' }] });
    const { Tags } = await s3control.listTagsForResource(resource);
    expect(tagRecord(Tags)).toEqual({ ...TAGS, Owner: 'a + b' });
    await s3control.untagResource({ ...resource, TagKeys: ['Owner'] });
    expect(tagRecord((await s3control.listTagsForResource(resource)).Tags)).toEqual(TAGS);
  });

  test('the tags with which a bucket is created, since the provider sends them along', async () => {
    const Bucket = 'tagged-from-the-beginning';
    const Tags = [{ Key: 'Stage', Value: 'dev' }];
    await clients.s3.createBucket({ Bucket, CreateBucketConfiguration: { Tags } });
    const resource = { AccountId: '000000000000', ResourceArn: `arn:aws:s3:::${Bucket}` };
    expect((await clients.s3control.listTagsForResource(resource)).Tags).toEqual(Tags);
    await clients.s3.deleteBucket({ Bucket });
  });
});

/** What the provider takes for «not there»: AWS's error, or `Gone` where AWS answers with nothing. */
const NOT_FOUND = /^(Gone|NotFound|.*NotFound.*|NoSuch.*|StateMachineDoesNotExist|QueueDoesNotExist)$/;

describe('destroying everything, in the reverse order', () => {
  test('leaves nothing that Terraform would still find, but what AWS gives every bucket', async () => {
    const left: string[] = [];
    for (const resource of [...sent].reverse()) {
      const reader = readerOf(resource.type);
      if (!reader.delete) continue;
      await reader.delete(resource, clients);
      const outcome = await reader.read(resource, clients).then(
        () => 'still there',
        (error: Error) => error.name,
      );
      if (!NOT_FOUND.test(outcome)) left.push(`${resource.type} ${outcome}`);
    }
    expect(left).toEqual(['aws_s3_bucket_server_side_encryption_configuration still there']);
  });
});
