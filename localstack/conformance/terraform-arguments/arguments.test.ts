import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmbeddedAws, type EmbeddedAws } from '../../embedded/index.ts';
import { apply, type Outcome } from '../../provision/apply.ts';
import { argumentPaths } from '../../provision/arguments.ts';
import { type Aws, createAws } from '../../provision/aws.ts';
import { prepare } from '../../provision/provision.ts';
import type { ResourceRecord } from '../../provision/resource-record.ts';
import { resourceTypeNames, resourceTypes } from '../../provision/resources/index.ts';
import type { Resources } from '../../testing/terraform/every-type.ts';
import { synthesized, writeStacks } from '../../testing/terraform/fixtures.ts';
import type { Attributes, InPlace, Replacement, TypeCase } from './case.ts';
import { CASES } from './cases.ts';
import { changeableResources, closureOf, withValue, zipOf } from './fixture.ts';

const REGION = 'us-east-1';
const PROVIDER = { aws: [{ region: REGION, default_tags: [{ tags: { Project: 'fixture' } }] }] };
/** Names of operations that only look. */
const READS = /^(?:Get|List|Describe|Head)/;

let embedded: EmbeddedAws;
let aws: Aws;
let directory: string;
let all: Resources;
/** Every operation by which the provisioner changed something; services and functions have work of their own. */
const writes: string[] = [];

beforeAll(async () => {
  embedded = await createEmbeddedAws({
    hooks: {
      observe({ operation, principal: { roleArn, service, viaService }, sourceIp }) {
        const byOthers = roleArn ?? service ?? viaService;
        if (sourceIp !== undefined && byOthers === undefined && !READS.test(operation))
          writes.push(operation);
      },
    },
  });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  aws = createAws({ endpoint: await embedded.listen(0), region: REGION, credentials });
  directory = synthesized({ s: {} });
  await aws.scheduler().then((scheduler) => scheduler.createScheduleGroup({ Name: 'second' }));
  writeCode('code.zip');
  writeCode('other.zip');
  all = await changeableResources();
});

afterAll(async () => {
  aws.close();
  await embedded.stop();
});

function writeCode(filename: string): void {
  writeFileSync(join(directory, 'stacks', 's', filename), zipOf(filename));
}

it.each(resourceTypeNames)('%s: every argument has a row', async (name) => {
  const types = await resourceTypes([{ type: name, stack: 's', address: name }]);
  const type = types.get(name);
  const testCase = CASES[name] as TypeCase;
  expect(Object.keys(testCase.arguments).toSorted()).toEqual(argumentPaths(type?.arguments ?? {}).toSorted());
  const replaced = Object.entries(testCase.arguments).filter(([, row]) => row.kind === 'replacement');
  const tops = new Set(replaced.map(([path]) => path.split('.')[0]));
  expect([...tops].toSorted()).toEqual(type?.fixed.toSorted());
});

describe.each(Object.entries(CASES))('%s', (type, testCase) => {
  const address = `${type}.${testCase.name}`;
  let base: Resources;
  let before: readonly ResourceRecord[] | undefined;
  let current: Outcome;

  /** Provisions the resource with its arguments changed, and says what became of each resource. */
  const run = async (change: Readonly<Record<string, unknown>>, replace: readonly string[] = []) => {
    let body = base[type]?.[testCase.name] ?? {};
    for (const [path, value] of Object.entries(change)) body = withValue(body, path, value);
    const resource = { ...base, [type]: { ...base[type], [testCase.name]: body } };
    writeStacks(directory, {
      s: { provider: PROVIDER, data: { aws_caller_identity: { me: {} } }, resource },
    });
    const { plan } = await prepare(directory);
    writes.length = 0;
    const { outcomes, records } = await apply(plan, { aws, region: REGION, before, replace });
    before = records;
    current = outcomes.find(({ node }) => node.address === address) as Outcome;
    const changed = outcomes.filter((outcome) => outcome.change !== 'unchanged');
    return changed.map((outcome) => `${outcome.change} ${outcome.node.address}`);
  };
  const read = () => testCase.read(aws, current.attributes as Attributes);

  beforeAll(async () => {
    base = closureOf(all, testCase.name, testCase, type);
    await run({});
  });

  const rows = Object.entries(testCase.arguments);
  const of = <Kind extends string>(kind: Kind) =>
    rows.filter(([, row]) => row.kind === kind).map(([path, row]) => [path, row as never] as const);

  it.each<readonly [string, InPlace]>(of('in place'))('%s is changed in place', async (path, row) => {
    await run({});
    const change = { ...row.with, [row.at ?? path]: row.value };
    const earlier = row.picks(await read());
    expect(earlier).not.toEqual(row.says);
    expect(await run(change)).toEqual([`updated ${address}`]);
    expect(writes).not.toEqual([]);
    expect(row.picks(await read())).toEqual(row.says);
    expect(await run(change)).toEqual([]);
    expect(writes).toEqual([]);
    if (!row.unset) return;
    await run({ ...change, [row.unset.path ?? path]: null });
    expect(row.picks(await read())).toEqual(row.unset.says);
    expect(await run({ ...change, [row.unset.path ?? path]: null })).toEqual([]);
    expect(writes).toEqual([]);
  });

  it.each<readonly [string, Replacement]>(of('replacement'))('%s needs a replacement', async (path, row) => {
    await run({});
    const change = { ...row.with, [row.at ?? path]: row.value };
    const [argument = ''] = path.split('.');
    const earlier = row.unmade ? undefined : row.picks(await read());
    await run(change);
    expect(current.differences.map((difference) => difference.argument)).toContain(argument);
    if (row.unmade) return;
    expect(row.picks(await read())).toEqual(earlier);
    expect(await run(change, [address])).toContain(`replaced ${address}`);
    expect(current.differences).toEqual([]);
    expect(row.picks(await read())).toEqual(row.says);
    await run({}, [address]);
    expect(row.picks(await read())).toEqual(earlier);
  });

  it.each(of('refused'))(
    '%s is sent, and AWS decides',
    async (path, row: { value: unknown; message: RegExp; with?: object }) => {
      await run({});
      await expect(run({ ...row.with, [path]: row.value })).rejects.toThrow(row.message);
    },
  );

  it.each(of('unseen'))('%s changes nothing at AWS', async (path, row: { value: unknown }) => {
    await run({});
    expect(await run({ [path]: row.value })).toEqual([]);
  });
});
