import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEmbeddedAws, type EmbeddedAws } from '../embedded/index.ts';
import { apply } from '../provision/apply.ts';
import { type Aws, createAws } from '../provision/aws.ts';
import { ref } from '../provision/example.ts';
import { prepare } from '../provision/provision.ts';
import type { ResourceRecord } from '../provision/resource-record.ts';
import { everyType } from '../testing/terraform/every-type.ts';
import { synthesized, writeStacks } from '../testing/terraform/fixtures.ts';
import { zipOf } from './terraform-arguments/fixture.ts';

const REGION = 'us-east-1';
const MAPPING = 'aws_lambda_event_source_mapping.stream';
/** The table, the function, and what the two need. */
const TYPES = [
  'aws_dynamodb_table',
  'aws_iam_role',
  'aws_iam_role_policy',
  'aws_kms_key',
  'aws_lambda_event_source_mapping',
  'aws_lambda_function',
  'aws_s3_bucket',
  'aws_sqs_queue',
];

let embedded: EmbeddedAws;
let aws: Aws;
let directory: string;
let before: readonly ResourceRecord[] | undefined;
beforeAll(async () => {
  embedded = await createEmbeddedAws({ log: () => {} });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  aws = createAws({ endpoint: await embedded.listen(0), region: REGION, credentials });
  directory = synthesized({ s: {} });
  for (const name of ['code.zip', 'other.zip']) {
    writeFileSync(join(directory, 'stacks', 's', name), zipOf(name));
  }
});
afterAll(async () => {
  aws.close();
  await embedded.stop();
});

/** Provisions table and mapping with those arguments changed; what became of each resource that changed. */
async function run(
  mapping: Readonly<Record<string, unknown>> = {},
  table: Readonly<Record<string, unknown>> = {},
  replace: readonly string[] = [],
) {
  const { resource: all } = await everyType();
  const resource = Object.fromEntries(TYPES.map((type) => [type, { ...all[type] }]));
  const { stream = {}, m: _queue } = all.aws_lambda_event_source_mapping ?? {};
  resource.aws_lambda_event_source_mapping = { stream: { ...stream, ...mapping } };
  resource.aws_dynamodb_table = { t: { ...all.aws_dynamodb_table?.t, ...table } };
  writeStacks(directory, {
    s: {
      provider: { aws: [{ region: REGION }] },
      data: { aws_caller_identity: { me: {} } },
      resource,
    },
  });
  const { plan } = await prepare(directory);
  const { outcomes, records } = await apply(plan, { aws, region: REGION, before, replace });
  before = records;
  const attributes = (address: string) =>
    outcomes.find(({ node }) => node.address === address)?.attributes as Readonly<Record<string, string>>;
  const lambda = await aws.lambda();
  return {
    changed: outcomes
      .filter(({ change }) => change !== 'unchanged' && change !== 'created')
      .map(({ change, node }) => `${change} ${node.address}`),
    table: attributes('aws_dynamodb_table.t'),
    mapping: await lambda.getEventSourceMapping({ UUID: attributes(MAPPING).uuid }),
  };
}

test('a function is mapped to the stream that a table has for an attribute', async () => {
  const { table, mapping } = await run();
  expect(table.stream_arn).toBe(`${table.arn}/stream/${table.stream_label}`);
  expect(mapping).toMatchObject({
    EventSourceArn: table.stream_arn,
    StartingPosition: 'LATEST',
    BatchSize: 100,
    MaximumBatchingWindowInSeconds: 1,
    BisectBatchOnFunctionError: true,
    MaximumRecordAgeInSeconds: 3600,
    MaximumRetryAttempts: 3,
    ParallelizationFactor: 2,
    DestinationConfig: { OnFailure: { Destination: expect.stringContaining(':sqs:') } },
  });
  expect((await run()).changed).toEqual([]);
});

test.each<[argument: string, value: unknown, member: string, says: unknown, unset: unknown]>([
  ['batch_size', 7, 'BatchSize', 7, 100],
  ['maximum_batching_window_in_seconds', 5, 'MaximumBatchingWindowInSeconds', 5, 0],
  ['bisect_batch_on_function_error', false, 'BisectBatchOnFunctionError', false, false],
  ['maximum_record_age_in_seconds', 60, 'MaximumRecordAgeInSeconds', 60, -1],
  ['maximum_retry_attempts', 0, 'MaximumRetryAttempts', 0, -1],
  ['parallelization_factor', 3, 'ParallelizationFactor', 3, 1],
  [
    'function_response_types',
    ['ReportBatchItemFailures'],
    'FunctionResponseTypes',
    ['ReportBatchItemFailures'],
    [],
  ],
  [
    'destination_config',
    { on_failure: { destination_arn: ref('aws_sqs_queue.q.arn') } },
    'DestinationConfig',
    { OnFailure: { Destination: expect.stringContaining(':sqs:') } },
    { OnFailure: {} },
  ],
])('%s of the mapping is changed in place, and taken away', async (argument, value, member, says, unset) => {
  const read = (mapping: object) => (mapping as Readonly<Record<string, unknown>>)[member];
  const without = await run({ [argument]: null });
  expect(read(without.mapping)).toEqual(unset);
  const { mapping } = await run({ [argument]: value });
  expect(read(mapping)).toEqual(says);
  expect((await run({ [argument]: value })).changed).toEqual([]);
});

test('another view of the stream is another stream', async () => {
  const first = await run();
  const second = await run({}, { stream_view_type: 'KEYS_ONLY' }, [MAPPING]);
  expect(second.changed).toEqual(
    expect.arrayContaining(['updated aws_dynamodb_table.t', `replaced ${MAPPING}`]),
  );
  expect(second.table.stream_arn).not.toBe(first.table.stream_arn);
  expect(second.mapping.EventSourceArn).toBe(second.table.stream_arn);
});
