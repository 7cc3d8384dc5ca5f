import { describe, expect, test } from 'vitest';
import { prices as dashboard } from '../../cdktf/stacks/cost-prices.ts';
import { pricesOf } from '../../load/cost/prices.ts';

/** The dashboard's prices and the load reports' for the same: service, quantity, and how many of it make one. */
const shared = [
  ['apiRequests', 'apigatewayv2', 'requests', 1_000_000],
  ['invocations', 'lambda', 'invocations', 1_000_000],
  ['gigabyteSeconds', 'lambda', 'megabyteMilliseconds.arm64', 1_000_000],
  ['readUnits', 'dynamodb', 'readUnits', 1_000_000],
  ['writeUnits', 'dynamodb', 'writeUnits', 1_000_000],
  ['stateTransitions', 'sfn', 'stateTransitions', 1_000_000],
  ['logs', 'cloudwatchlogs', 'ingestedBytes', 1],
] as const;

describe('the prices that the dashboard counts with', () => {
  test.each(shared)('%s is what load reports take for %s %s', (name, service, quantity, many) => {
    const listed = pricesOf('us-east-1')?.prices.find(
      ({ usage: [of, what] }) => of === service && what === quantity,
    );
    expect(dashboard[name]).toBeCloseTo((listed?.each ?? 0) * many, 9);
  });

  test('are all held to the load reports, with their date', () => {
    const { date, ...all } = dashboard;
    expect(date).toBe(pricesOf('us-east-1')?.date);
    expect(Object.keys(all).sort()).toEqual(shared.map(([name]) => name).sort());
  });
});
