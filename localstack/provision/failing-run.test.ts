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

/** A queue that AWS refuses once all of `needs` is there. */
const refused = (...needs: string[]): Resources => ({
  aws_sqs_queue: { refused: { name: 'no name of a queue', depends_on: needs } },
});
const fails = async (resource: Resources, options: Parameters<Changing['run']>[1] = {}) =>
  expect(changing.run(resource, options)).rejects.toThrow(/aws_sqs_queue\.refused: /);
const alarmNames = async () => {
  const { MetricAlarms = [] } = await (await changing.aws.cloudwatch()).describeAlarms({});
  return MetricAlarms.map(({ AlarmName }) => AlarmName);
};
const ALARM_A = 'aws_cloudwatch_metric_alarm.a';

it('what a run made before it failed is taken away once it is no longer declared', async () => {
  await fails({ aws_cloudwatch_metric_alarm: { a: alarm('a') }, ...refused(ALARM_A) });
  expect(await alarmNames()).toEqual(['a']);
  expect(changesOf(await changing.run({}))).toEqual([`removed s ${ALARM_A}`]);
  expect(await alarmNames()).toEqual([]);
});

it('what a run has not come to before it failed is taken away by the next one', async () => {
  await changing.run({ aws_cloudwatch_metric_alarm: { a: alarm('a'), b: alarm('b') } });
  await fails({ aws_cloudwatch_metric_alarm: { a: alarm('a') }, ...refused(ALARM_A) });
  expect(changesOf(await changing.run({}))).toEqual([
    `removed s ${ALARM_A}`,
    'removed s aws_cloudwatch_metric_alarm.b',
  ]);
});

it('what got another name before a run failed is not looked for by its old one', async () => {
  await changing.run({ aws_cognito_user_pool: { p: { name: 'old' } } });
  await fails({ aws_cognito_user_pool: { p: { name: 'new' } }, ...refused('aws_cognito_user_pool.p') });
  const result = await changing.run({ aws_cognito_user_pool: { p: { name: 'new' } } });
  expect({ changes: result.changes, kept: result.kept }).toEqual({ changes: [], kept: [] });
});

it('what has moved to the address of another before a run failed leaves that one remembered', async () => {
  await changing.run({ aws_cloudwatch_metric_alarm: { a: alarm('a'), b: alarm('b') } });
  await fails({ aws_cloudwatch_metric_alarm: { a: alarm('b') }, ...refused(ALARM_A) });
  await changing.run({});
  expect(await alarmNames()).toEqual([]);
});

it('what was destroyed before a run failed at taking another away is not kept', async () => {
  const bucket = { b: { bucket: 'b-1', force_destroy: false } };
  await changing.run({ aws_s3_bucket: bucket, aws_dynamodb_table: { t: table('things') } });
  await (await changing.aws.s3()).putObject({ Bucket: 'b-1', Key: 'k', Body: 'full' });
  const destroy = ['aws_s3_bucket.b', 'aws_dynamodb_table.t'];
  await expect(changing.run({}, { destroy })).rejects.toThrow(/BucketNotEmpty/);
  expect((await changing.run({})).kept).toEqual([expect.stringContaining('aws_s3_bucket.b is no longer')]);
});
