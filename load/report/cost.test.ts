import { describe, expect, test } from 'vitest';
import { costedRun } from '../cost/run-cost.ts';
import type { Usage } from '../cost/usage.ts';
import type { RunRecord } from '../run/record.ts';
import { htmlReport } from './html.ts';
import { aRunRecord } from './run-record.fixture.ts';
import { terminalSummary } from './terminal.ts';

const usage: Usage = {
  source: 'meter',
  since: '2026-11-25T10:00:00.000Z',
  until: '2026-11-25T10:01:00.000Z',
  region: 'eu-west-1',
  calls: [
    {
      caller: 'http',
      service: 'dynamodb',
      action: 'PutItem',
      resource: '<expenses>',
      calls: 9,
      errors: { ThrottlingException: 3 },
      throttles: 3,
      retries: 2,
    },
  ],
  quantities: [
    { service: 'apigatewayv2', quantity: 'requests', resource: 'api', amount: 1_000 },
    { service: 'sfn', quantity: 'stateTransitions', resource: 'approval', amount: 500 },
    { service: 'lambda', quantity: 'coldStarts', resource: 'http', amount: 2 },
    { service: 'lambda', quantity: 'initMilliseconds', resource: 'http', amount: 300 },
  ],
  notes: ['Said by the <source>.'],
};

const options = { approvals: 100, monthlyRequests: 2_000_000 };
const record: RunRecord = { ...aRunRecord(), ...costedRun({ whole: usage, turns: [] }, options) };

describe.each([
  ['the terminal', terminalSummary],
  ['the page', htmlReport],
])('what a run costs, in %s', (_, write) => {
  test('is by service, for requests, approvals and the month', () => {
    const text = write(record);
    // 500 transitions at $0.025 a thousand, for 1,000 requests and 100 approvals.
    expect(text).toMatch(/Step Functions\D+0\.0125\D+0\.125\D+25\.00/);
    expect(text).toContain('per 1,000 approvals');
    expect(text).toContain('2\u202f000\u202f000 requests a month');
  });

  test("comes with cold starts, throttles, retries and errors at AWS's side", () => {
    const text = write(record);
    for (const said of ['150 ms each', 'throttles', 'retries of SDKs', 'dynamodb: ThrottlingException'])
      expect(text).toContain(said);
  });

  test('is left out where nobody knows', () => {
    expect(write(aRunRecord())).not.toContain('1,000 requests');
  });
});

test('the page says what the prices are, and escapes what others say', () => {
  const page = htmlReport(record);
  expect(page).toContain('of eu-west-1 as of');
  expect(page).toContain('Said by the &#60;source&#62;.');
});
