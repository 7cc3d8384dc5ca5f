// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Terraform's templates, not JavaScript's.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmbeddedAws, type EmbeddedAws } from '../embedded/index.ts';
import { everyType, type Resources } from '../testing/terraform/every-type.ts';
import { type FixtureStack, stateOf, synthesized, writeStacks } from '../testing/terraform/fixtures.ts';
import { type AwsOptions, createAws } from './aws.ts';
import { provision } from './provision.ts';
import { resourceTypeNames, resourceTypes } from './resources/index.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

let embedded: EmbeddedAws;
let options: AwsOptions;

beforeAll(async () => {
  embedded = await createEmbeddedAws();
  options = { endpoint: await embedded.listen(0), region: 'us-east-1', credentials };
});

afterAll(() => embedded.stop());

/** Puts a zip whose handler answers `answer` into the stack's folder. */
function writeCode(directory: string, filename: string, answer: string): void {
  const source = `export const handler = async () => ${JSON.stringify(answer)};`;
  const zip = zipSync({ 'index.mjs': strToU8(source) }, { mtime: '1980-01-01T12:00:00' });
  writeFileSync(join(directory, 'stacks', 's', filename), zip);
}

describe('a stack with one resource of every type', () => {
  let directory: string;
  let stack: FixtureStack;
  let resource: Resources;

  /** Provisions the definition as it is now. */
  const run = async () => {
    writeStacks(directory, { s: { ...stack, resource } });
    return provision(directory, options);
  };

  const count = () => Object.values(resource).flatMap((named) => Object.keys(named)).length;

  beforeAll(async () => {
    directory = synthesized({ s: {} });
    writeCode(directory, 'code.zip', 'one');
    writeCode(directory, 'other.zip', 'other');
    ({ resource, ...stack } = await everyType());
  });

  it('is created at first', async () => {
    const { created, updated, unchanged } = await run();
    expect({ created, updated, unchanged }).toEqual({ created: count(), updated: 0, unchanged: 0 });
  });

  it('gives its outputs the values that AWS chose', async () => {
    const { values } = await run();
    expect(values).toMatchObject({
      table: 'arn:aws:dynamodb:us-east-1:000000000000:table/fixture-table',
      account: '000000000000',
      pool: expect.stringMatching(/^us-east-1_/),
    });
  });

  it('is left alone the second time', async () => {
    const { changes, unchanged } = await run();
    expect(changes).toEqual([]);
    expect(unchanged).toBe(count());
  });

  it('brings another default tag to all that can be tagged, and to nothing else', async () => {
    const types = await resourceTypes(
      resourceTypeNames.map((type) => ({ type, stack: 's', address: `${type}.x` })),
    );
    const taggable = Object.entries(resource).flatMap(([type, named]) =>
      types.get(type)?.arguments.tags ? Object.keys(named).map((name) => `updated s ${type}.${name}`) : [],
    );
    const provider = { aws: [{ region: 'us-east-1', default_tags: [{ tags: { Project: 'another' } }] }] };
    writeStacks(directory, { s: { ...stack, resource, provider } });
    const { changes } = await provision(directory, options);
    expect(changes.map(({ address, change }) => `${change} ${address}`).toSorted()).toEqual(
      taggable.toSorted(),
    );
    await run();
  });

  it('takes over changed code of one function, and of no other', async () => {
    writeCode(directory, 'code.zip', 'two');
    const { changes } = await run();
    expect(changes).toEqual([{ address: 's aws_lambda_function.fn', change: 'updated' }]);
    const aws = createAws(options);
    const lambda = await aws.lambda();
    const { Payload } = await lambda.invoke({ FunctionName: 'fixture-fn' });
    aws.close();
    expect(Payload?.transformToString()).toBe('"two"');
  });
});

it('names the resource that AWS refuses, in its words, and begins nothing after it', async () => {
  const directory = synthesized({
    s: {
      resource: {
        aws_iam_role: { r: { name: 'not a name', assume_role_policy: '{}' } },
        aws_iam_role_policy: { p: { name: 'p', role: '${aws_iam_role.r.name}', policy: '{}' } },
      },
    },
  });
  await expect(provision(directory, options)).rejects.toThrow(/^stack s, aws_iam_role\.r: \w+: /);
});

it('names the resource and the argument in which something is divided by zero', async () => {
  const directory = synthesized({
    s: { resource: { aws_sqs_queue: { q: { name: 'q', visibility_timeout_seconds: '${10 / 0}' } } } },
  });
  await expect(provision(directory, options)).rejects.toThrow(
    'stack s, aws_sqs_queue.q, argument visibility_timeout_seconds: 10 is divided by zero',
  );
});

it('keeps all digits of a number from a local to the text that it is written into', async () => {
  const directory = synthesized({
    s: {
      locals: { third: '${1 / 3}', large: '${12345678901234567890 * 10}' },
      resource: {
        aws_cloudwatch_log_group: { g: { name: '/digits/${local.third * 3}/${local.large}' } },
      },
      output: { name: { value: '${aws_cloudwatch_log_group.g.name}' } },
    },
  });
  const { values } = await provision(directory, options);
  expect(values).toEqual({ name: '/digits/1/123456789012345678900' });
});

it('begins a stack that reads another one without waiting for what it does not read', async () => {
  const directory = synthesized({
    late: {
      dependencies: ['early'],
      data: { terraform_remote_state: { e: stateOf('early') } },
      locals: { read: '${data.terraform_remote_state.e.outputs.name}' },
      resource: { aws_sqs_queue: { reads: { name: 'reads-${local.read}' }, free: { name: 'free' } } },
    },
    early: {
      resource: {
        aws_sqs_queue: { first: { name: 'first' } },
        aws_sqs_queue_policy: { refused: { queue_url: '${aws_sqs_queue.first.url}', policy: 'not JSON' } },
      },
      output: { name: { value: '${aws_sqs_queue.first.name}' } },
    },
  });
  await expect(provision(directory, options)).rejects.toThrow(/^stack early, .*refused/);
  const sqs = await createAws(options).sqs();
  await expect(sqs.getQueueUrl({ QueueName: 'free' })).resolves.toBeDefined();
});

it('makes a stack only after those it depends on without reading them', async () => {
  const log: string[] = [];
  const group = (name: string) => ({ aws_cloudwatch_log_group: { g: { name } } });
  const directory = synthesized({
    late: { dependencies: ['early'], resource: group('/order/late') },
    early: { resource: group('/order/early') },
  });
  await provision(directory, { ...options, log: (line) => log.push(line) });
  expect(log).toEqual(['early: 1 created', 'late: 1 created']);
});

it('looks for nothing where it is told that nothing was ever provisioned', async () => {
  const directory = synthesized({
    s: { resource: { aws_cloudwatch_log_group: { g: { name: '/empty/g' } } } },
  });
  await provision(directory, { ...options, empty: true });
  expect(await provision(directory, options)).toMatchObject({ unchanged: 1 });
  await expect(provision(directory, { ...options, empty: true })).rejects.toThrow(
    'ResourceAlreadyExistsException',
  );
});

it('gives what an earlier stack has yet to make the next free place', async () => {
  const group = (name: string, needs: object = {}) => ({ name: `/places/${name}`, ...needs });
  const late = Object.fromEntries(
    Array.from({ length: 40 }, (_, number) => [`g${number}`, group(`${number}`)]),
  );
  const directory = synthesized({
    late: {
      dependencies: ['early'],
      data: { terraform_remote_state: { e: stateOf('early') } },
      resource: { aws_cloudwatch_log_group: late },
    },
    early: {
      resource: {
        aws_cloudwatch_log_group: {
          first: group('first'),
          second: group('second', { depends_on: ['aws_cloudwatch_log_group.first'] }),
        },
      },
    },
  });
  const { changes } = await provision(directory, options);
  const order = changes.map(({ address }) => address);
  expect(order.indexOf('early aws_cloudwatch_log_group.second')).toBeLessThan(order.length - 15);
});
