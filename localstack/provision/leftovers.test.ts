// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Terraform's templates, not JavaScript's.
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  alarm,
  type Changing,
  changesOf,
  type Resources,
  startChanging,
  table,
} from '../testing/terraform/changing.ts';

let changing: Changing;

beforeEach(async () => {
  changing = await startChanging();
});

afterEach(() => changing[Symbol.asyncDispose]());

const TRUST =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}';
const ALL = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
const alarmNames = async () => {
  const { MetricAlarms = [] } = await (await changing.aws.cloudwatch()).describeAlarms({});
  return MetricAlarms.map(({ AlarmName }) => AlarmName);
};

it('takes away what is no longer in the definition, and says so', async () => {
  await changing.run({ aws_cloudwatch_metric_alarm: { a: alarm('a'), b: alarm('b') } });
  const result = await changing.run({ aws_cloudwatch_metric_alarm: { a: alarm('a') } });
  expect(changesOf(result)).toEqual(['removed s aws_cloudwatch_metric_alarm.b']);
  expect(await alarmNames()).toEqual(['a']);
});

it('takes away what depends on others before those', async () => {
  const policy = { name: 'all', role: '${aws_iam_role.r.name}', policy: ALL };
  await changing.run({
    aws_iam_role: { r: { name: 'r', assume_role_policy: TRUST } },
    aws_iam_role_policy: { p: policy },
  });
  expect(changesOf(await changing.run({}))).toEqual([
    'removed s aws_iam_role_policy.p',
    'removed s aws_iam_role.r',
  ]);
});

it('takes nothing away where it does not know what was there', async () => {
  await changing.run({ aws_cloudwatch_metric_alarm: { a: alarm('a') } });
  expect(changesOf(await changing.run({}, { before: undefined }))).toEqual([]);
  expect(await alarmNames()).toEqual(['a']);
});

it('leaves alone what another address has now', async () => {
  await changing.run({ aws_cloudwatch_metric_alarm: { old: alarm('a') } });
  expect(changesOf(await changing.run({ aws_cloudwatch_metric_alarm: { new: alarm('a') } }))).toEqual([]);
});

it('finds two again that have changed their addresses with each other', async () => {
  await changing.run({ aws_cloudwatch_metric_alarm: { one: alarm('a', 1), two: alarm('b', 2) } });
  const result = await changing.run({
    aws_cloudwatch_metric_alarm: { one: alarm('b', 2), two: alarm('a', 1) },
  });
  expect({ changes: result.changes, left: result.left }).toEqual({ changes: [], left: [] });
});

it('leaves alone what was deleted by somebody else', async () => {
  await changing.run({ aws_cloudwatch_metric_alarm: { a: alarm('a') } });
  await (await changing.aws.cloudwatch()).deleteAlarms({ AlarmNames: ['a'] });
  expect(changesOf(await changing.run({}))).toEqual([]);
});

it('leaves alone the stacks that the definition does not have, and remembers them', async () => {
  const stack = { resource: { aws_cloudwatch_metric_alarm: { a: alarm('a') } } };
  await changing.runAll({ dev: stack });
  await changing.runAll({ test: {} });
  expect(await alarmNames()).toEqual(['a']);
  expect(changesOf(await changing.runAll({ dev: {} }))).toEqual([
    'removed dev aws_cloudwatch_metric_alarm.a',
  ]);
});

it('leaves alone the types that this run leaves out', async () => {
  const resources = { aws_cloudwatch_metric_alarm: { a: alarm('a') } };
  await changing.run(resources);
  await changing.run(resources, { without: ['aws_cloudwatch_metric_alarm'] });
  expect(await alarmNames()).toEqual(['a']);
});

const DATA: readonly [type: string, body: object, lost: string][] = [
  ['aws_dynamodb_table', table('things'), 'its items'],
  ['aws_s3_bucket', { bucket: 'b-1', force_destroy: true }, 'its objects'],
  ['aws_cognito_user_pool', { name: 'p' }, 'its people'],
  ['aws_sqs_queue', { name: 'q' }, 'its messages'],
  ['aws_cloudwatch_log_group', { name: '/g' }, 'its logs'],
  ['aws_kms_key', { description: 'Encrypts' }, 'all that it encrypted'],
];

it.each(DATA)('keeps a %s until it is told to destroy it', async (type, body, lost) => {
  await changing.run({ [type]: { x: body } });
  const kept = await changing.run({});
  expect(kept.changes).toEqual([]);
  expect(kept.kept).toEqual([
    `s ${type}.x is no longer in the definition and is kept, since ${lost} would be lost: --destroy ${type}.x`,
  ]);
  const gone = await changing.run({}, { destroy: [`${type}.x`] });
  expect(gone.changes).toEqual([{ address: `s ${type}.x`, change: 'removed', lost }]);
  expect((await changing.run({})).kept).toEqual([]);
});

it('keeps with a bucket what was set on it, and takes a setting away from one that stays in the definition', async () => {
  const bucket = '${aws_s3_bucket.b.id}';
  const setting = { bucket, rule: [{ id: 'a', status: 'Enabled', expiration: { days: 1 } }] };
  const whole: Resources = {
    aws_s3_bucket: { b: { bucket: 'b-1' } },
    aws_s3_bucket_lifecycle_configuration: { b: setting },
  };
  const s3 = await changing.aws.s3();
  const rules = () =>
    s3.getBucketLifecycleConfiguration({ Bucket: 'b-1' }).then(
      ({ Rules }) => Rules?.length,
      (error: Error) => error.name,
    );
  await changing.run(whole);
  await changing.run({});
  expect(await rules()).toBe(1);
  await changing.run(whole);
  await changing.run({ aws_s3_bucket: { b: { bucket: 'b-1' } } });
  expect(await rules()).toBe('NoSuchLifecycleConfiguration');
});

it.each([
  ['aws_sqs_queue.x', '--destroy aws_sqs_queue.x: no earlier run is known to have made it'],
  [
    'aws_sqs_queue.q',
    '--destroy aws_sqs_queue.q: it is in the definition; take it out first, or --replace it',
  ],
])('refuses to destroy %s', async (address, message) => {
  const resources = { aws_sqs_queue: { q: { name: 'q' } } };
  await changing.run(resources);
  await expect(changing.run(resources, { destroy: [address] })).rejects.toThrow(message);
});
