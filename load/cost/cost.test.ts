import { describe, expect, test } from 'vitest';
import { costOf } from './cost.ts';
import { turnsOf } from './measure.ts';
import { type PriceTable, pricedRegions, pricesOf } from './prices.ts';
import { regionWarning, runCost } from './run-cost.ts';
import { awsFiguresOf, type CallUsage, type QuantityUsage, type Usage, usageBetween } from './usage.ts';

function aUsage(
  quantities: readonly (readonly [string, string, number])[],
  calls: readonly CallUsage[] = [],
): Usage {
  return {
    source: 'meter',
    since: '2026-11-25T10:00:00.000Z',
    until: '2026-11-25T10:01:00.000Z',
    region: 'us-east-1',
    calls,
    quantities: quantities.map(
      ([service, quantity, amount]): QuantityUsage => ({
        service,
        quantity,
        resource: 'r',
        amount,
      }),
    ),
    notes: [],
  };
}

function aCall(more: Partial<CallUsage>): CallUsage {
  const plain = { caller: 'http', service: 'dynamodb', action: 'PutItem', resource: 'expenses', calls: 1 };
  return { ...plain, errors: {}, throttles: 0, retries: 0, ...more };
}

const virginia = pricesOf('us-east-1') as PriceTable;

describe('the cost of a usage', () => {
  test('is each quantity at its price: worked out by hand for us-east-1', () => {
    const usage = aUsage([
      ['apigatewayv2', 'requests', 2_000],
      // 3 million units at $0.625 a million, 4 million at $0.125.
      ['dynamodb', 'writeUnits', 3_000_000],
      ['dynamodb', 'readUnits', 4_000_000],
      // 100 000 invocations of 512 MB for 20 ms: 1 000 GB-seconds at $0.0000133334, and $0.02.
      ['lambda', 'invocations', 100_000],
      ['lambda', 'megabyteMilliseconds.arm64', 100_000 * 512 * 20],
      // 2 000 at $0.025 a thousand.
      ['sfn', 'stateTransitions', 2_000],
      // 2 GB at $0.50.
      ['cloudwatchlogs', 'ingestedBytes', 2 * 1024 ** 3],
    ]);
    const cost = costOf(usage, virginia, { approvals: 100, monthlyRequests: 4_000 });
    const totals = Object.fromEntries(cost.services.map(({ service, total }) => [service, total]));
    expect(totals['API Gateway']).toBeCloseTo(0.002, 10);
    expect(totals.DynamoDB).toBeCloseTo(1.875 + 0.5, 10);
    expect(totals.Lambda).toBeCloseTo(0.02 + 0.0133334, 10);
    expect(totals['Step Functions']).toBeCloseTo(0.05, 10);
    expect(totals['CloudWatch Logs']).toBeCloseTo(1, 10);
    const total = 0.002 + 2.375 + 0.0333334 + 0.05 + 1;
    expect(cost.total).toBeCloseTo(total, 10);
    expect(cost.perThousandRequests).toBeCloseTo(total / 2, 10);
    expect(cost.perThousandApprovals).toBeCloseTo(total * 10, 10);
    expect(cost.monthly.total).toBeCloseTo(total * 2, 10);
  });

  test('leaves what is billed by the month out of a request, and adds it to the month once', () => {
    const usage = aUsage([
      ['apigatewayv2', 'requests', 1_000],
      ['cloudwatch', 'customMetrics', 10],
      ['cognitoidentityprovider', 'activeUsers', 20],
    ]);
    const cost = costOf(usage, virginia, { monthlyRequests: 1_000_000 });
    expect(cost.perThousandRequests).toBeCloseTo(0.001, 10);
    expect(cost.monthly.total).toBeCloseTo(1 + 3 + 0.3, 10);
  });

  test('has the dearest service of a month first', () => {
    const usage = aUsage([
      ['apigatewayv2', 'requests', 1],
      ['sfn', 'stateTransitions', 1],
    ]);
    const { services } = costOf(usage, virginia, { monthlyRequests: 1 });
    expect(services.map(({ service }) => service)).toEqual(['Step Functions', 'API Gateway']);
  });

  test('of no request at all is nothing, and not undefined', () => {
    const cost = costOf(aUsage([]), virginia, { monthlyRequests: 1_000 });
    expect(cost).toMatchObject({ total: 0, perThousandRequests: 0, monthly: { total: 0 } });
    expect(cost).not.toHaveProperty('perThousandApprovals');
  });

  test('counts KMS by its calls', () => {
    const usage = aUsage([], [aCall({ service: 'kms', action: 'GenerateDataKey', calls: 20_000 })]);
    expect(costOf(usage, virginia, { monthlyRequests: 1 }).total).toBeCloseTo(0.06, 10);
  });
});

describe('the prices', () => {
  test('are there for two regions, each with its source', () => {
    expect(pricedRegions).toEqual(['us-east-1', 'eu-west-1']);
    for (const region of pricedRegions) {
      const table = pricesOf(region) as PriceTable;
      expect(table.date).toMatch(/^\d{4}-\d\d-\d\d$/);
      for (const { source, each } of table.prices) {
        expect(source).toMatch(/^https:\/\/(aws\.amazon\.com|pricing\.us-east-1\.amazonaws\.com)\//);
        expect(each).toBeGreaterThan(0);
      }
    }
  });

  test('of another region are those of us-east-1, and it is said', () => {
    const whole = { ...aUsage([]), region: 'sa-east-1' };
    const cost = runCost({ whole, turns: [] }, { approvals: 0, monthlyRequests: 1 });
    expect(cost.whole.region).toBe('us-east-1');
    expect(cost.notes).toContainEqual(expect.stringContaining('There are no prices of sa-east-1 here'));
    expect(regionWarning('sa-east-1')).toContain('the cost is that of us-east-1');
    expect(regionWarning('eu-west-1')).toBeUndefined();
  });

  test('that nobody has looked up are left out, and it is said of what was used', () => {
    const whole = { ...aUsage([['xray', 'traces', 1_000_000]]), region: 'eu-west-1' };
    const cost = runCost({ whole, turns: [] }, { approvals: 0, monthlyRequests: 1 });
    expect(cost.whole.total).toBe(0);
    expect(cost.notes).toContainEqual(
      expect.stringMatching(
        /Left out, because nobody has looked up what it costs in eu-west-1: X-Ray \(traces recorded\)\./,
      ),
    );
  });
});

describe('what was used between two readings', () => {
  test('is their difference, by call and quantity', () => {
    const before = aUsage([['sqs', 'requests', 5]], [aCall({ calls: 3, errors: { Slow: 1 }, throttles: 1 })]);
    const after = aUsage(
      [
        ['sqs', 'requests', 5],
        ['s3', 'readRequests', 2],
      ],
      [aCall({ calls: 7, errors: { Slow: 1, Refused: 2 }, throttles: 1 }), aCall({ action: 'GetItem' })],
    );
    const between = usageBetween(before, after);
    expect(between.quantities).toEqual([
      { service: 's3', quantity: 'readRequests', resource: 'r', amount: 2 },
    ]);
    expect(between.calls).toEqual([
      aCall({ calls: 4, errors: { Refused: 2 } }),
      aCall({ action: 'GetItem' }),
    ]);
  });
});

describe("AWS's side of a run", () => {
  test('is what went wrong, by service, with cold starts, throttles and retries', () => {
    const usage = aUsage(
      [
        ['lambda', 'coldStarts', 2],
        ['lambda', 'initMilliseconds', 300],
        ['lambda', 'functionErrors', 1],
        ['apigatewayv2', 'throttles', 4],
      ],
      [
        aCall({ calls: 9, errors: { ThrottlingException: 3 }, throttles: 3, retries: 2 }),
        aCall({ resource: 'other', calls: 9, errors: { ThrottlingException: 1 }, throttles: 1 }),
      ],
    );
    expect(awsFiguresOf(usage)).toEqual({
      coldStarts: 2,
      coldStartMilliseconds: 300,
      throttles: 8,
      retries: 2,
      errors: { 'dynamodb: ThrottlingException': 4, 'lambda: function errors': 1 },
    });
  });

  test('does not make up what CloudWatch does not know', () => {
    const figures = awsFiguresOf({ ...aUsage([['lambda', 'throttles', 3]]), source: 'cloudwatch' });
    expect(figures).toMatchObject({ coldStarts: undefined, retries: undefined, throttles: 3 });
  });
});

test('scenarios that start at times of their own are turns; side by side they are none', () => {
  expect(turnsOf({ crud: { startTime: '0s' }, approval: { startTime: '14s' } })).toEqual([
    { scenario: 'crud', startsAt: 0 },
    { scenario: 'approval', startsAt: 14 },
  ]);
  expect(turnsOf({ crud: { startTime: '0s' }, approval: { startTime: '0s' } })).toEqual([]);
});
