import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { pricedRegions, pricesOf } from '../../load/cost/prices.ts';

const read = (name: string) =>
  readFileSync(path.resolve(import.meta.dirname, '..', '..', 'docs', name), 'utf8');

const table = pricesOf('us-east-1');

/** Dollars for `amount` of a quantity in us-east-1. */
function dollars(service: string, quantity: string, amount: number): number {
  const price = table?.prices.find(({ usage: [of, what] }) => of === service && what === quantity);
  if (!price) throw new Error(`There is no price of ${service} ${quantity}.`);
  return (price.each * amount) / price.unitsIn;
}

const REQUESTS = 100_000;
const MONTH = 30 * 24 * 3600;
const runs = MONTH / 300;
const polls = (5 * MONTH) / 20;
const MEGABYTE_MILLISECONDS = 'megabyteMilliseconds.arm64';

/** What the table of docs/operations.md says of each line: with nobody, and with {@link REQUESTS} a month. */
const lines: Readonly<Record<string, readonly [number, number]>> = {
  'API Gateway': [0, dollars('apigatewayv2', 'requests', REQUESTS)],
  'Lambda, 1 GB': [
    0,
    dollars('lambda', 'invocations', REQUESTS) +
      dollars('lambda', MEGABYTE_MILLISECONDS, REQUESTS * 1024 * 50),
  ],
  'The reconciler': [reconciler(), reconciler()],
  DynamoDB: [items(runs, 0), items(REQUESTS + runs, REQUESTS)],
  SQS: [dollars('sqs', 'requests', polls), dollars('sqs', 'requests', polls)],
  'X-Ray': [dollars('xray', 'traces', runs), dollars('xray', 'traces', REQUESTS + runs)],
  'Step Functions': [0, dollars('sfn', 'stateTransitions', 5_000 * 8)],
  'CloudWatch Logs': [0, dollars('cloudwatchlogs', 'ingestedBytes', REQUESTS * 1024)],
  'Custom metrics': [dollars('cloudwatch', 'customMetrics', 1), dollars('cloudwatch', 'customMetrics', 7)],
  Cognito: [0, dollars('cognitoidentityprovider', 'activeUsers', 50)],
};

function reconciler(): number {
  return (
    dollars('scheduler', 'invocations', runs) +
    dollars('lambda', 'invocations', runs) +
    dollars('lambda', MEGABYTE_MILLISECONDS, runs * 512 * 100)
  );
}

function items(reads: number, writes: number): number {
  return dollars('dynamodb', 'readUnits', reads) + dollars('dynamodb', 'writeUnits', writes);
}

/** The rows of the table: name, and the two sums as they are written. */
const rows = [
  ...read('operations.md').matchAll(/^\| ([^|]+?) +\| +\**([\d.]+)\** +\| +\**([\d.]+)\** +\|$/gm),
].map(([, name = '', idle = '', used = '']) => ({ name, idle, used }));

test.each(Object.keys(lines))('docs/operations.md has what %s costs by load/cost/prices.json', (name) => {
  const [idle, used] = lines[name] ?? [];
  const row = rows.find((one) => one.name.startsWith(name));
  expect([row?.idle, row?.used]).toEqual([idle?.toFixed(2), used?.toFixed(2)]);
});

test('docs/operations.md adds its lines up', () => {
  const total = rows.find(({ name }) => name.includes('Together'));
  const others = rows.filter((row) => row !== total);
  const sum = (of: 'idle' | 'used') => Math.round(others.reduce((all, row) => all + Number(row[of]), 0));
  expect(others).toHaveLength(Object.keys(lines).length + 2);
  expect([total?.idle, total?.used]).toEqual([String(sum('idle')), String(sum('used'))]);
});

test('docs/load-testing.md says which prices nobody has read a second time', () => {
  const unseen = pricedRegions.flatMap(
    (region) =>
      pricesOf(region)
        ?.prices.filter(({ seen }) => !seen)
        .map(({ service }) => [region, service]) ?? [],
  );
  const seen = pricedRegions.flatMap(
    (region) =>
      pricesOf(region)
        ?.prices.filter((price) => price.seen)
        .map(({ service }) => [region, service]) ?? [],
  );
  expect(unseen.filter(([region]) => region !== 'eu-west-1')).toEqual([['us-east-1', 'DynamoDB']]);
  expect(seen.filter(([region]) => region === 'eu-west-1')).toEqual([['eu-west-1', 'Step Functions']]);
  const text = read('load-testing.md').replaceAll(/\s+/g, ' ');
  expect(text).toContain(`On ${table?.checked} the figures were looked for`);
  expect(text).toContain('Each of us-east-1 but that of reading streams of DynamoDB was found');
  expect(text).toContain('Of eu-west-1 only that of Step Functions was');
});
