import { describe, expect, test } from 'vitest';
import { csv } from './csv.ts';
import { htmlReport } from './html.ts';
import { markdownSummary } from './markdown.ts';
import { openMetrics } from './open-metrics.ts';
import { aCostedRecord, aRunRecord } from './run-record.fixture.ts';
import { terminalSummary } from './terminal.ts';

const record = aCostedRecord();

describe.each([
  ['the terminal', terminalSummary],
  ['the page', htmlReport],
])('what a run costs, in %s', (_, write) => {
  test('is by service, for requests, approvals and the month', () => {
    const text = write(record);
    // 500 transitions at $0.025 a thousand, for 1,000 requests and 100 approvals.
    expect(text).toMatch(/Step Functions[^$]+\$0\.0125[^$]+\$0\.125[^$]+\$25\.00/);
    expect(text).toContain('per 1,000 approvals');
    expect(text).toContain('2\u202f000\u202f000 requests a month');
  });

  test("comes with cold starts, throttles, retries and errors at AWS's side", () => {
    const text = write(record);
    for (const expected of ['150 ms each', 'throttles', 'retries of SDKs', 'dynamodb: ThrottlingException'])
      expect(text).toContain(expected);
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

test('the page draws the cost by service and says what is dearest', () => {
  const page = htmlReport(record);
  expect(page).toContain('<a href="#cost">Cost</a>');
  expect(page).toMatch(
    /\$27\.\d\d for 2\u202f000\u202f000 requests a month, \$25\.00 of it for Step Functions/,
  );
});

test('Markdown has it in a sentence, and none where nobody knows', () => {
  const expected =
    /1,000 requests would cost \$0\.01\d+, 1,000 approvals \$0\.1\d+, 2\u202f000\u202f000 requests a month \$27/;
  expect(markdownSummary(record)).toMatch(expected);
  expect(markdownSummary(record)).toContain('Step Functions $25.00');
  expect(markdownSummary(aRunRecord())).not.toContain('At AWS');
});

describe('for machines', () => {
  test('CSV has the cost of each service and of all, and what AWS counted', () => {
    const lines = csv(record).split('\r\n');
    expect(lines).toContainEqual(
      expect.stringMatching(/,cost,Step Functions,per_thousand_requests,0\.0125,USD$/),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/,cost,Step Functions,per_thousand_approvals,0\.125,USD$/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/,cost,,monthly,27\.\d+,USD$/));
    expect(lines).toContainEqual(expect.stringMatching(/,aws_cold_starts,,count,2,count$/));
  });

  test('OpenMetrics has it as gauges in dollars, by service', () => {
    const lines = openMetrics(record).split('\n');
    expect(lines).toContain(
      'load_cost_usd{target="embedded",workload="smoke",service="Step Functions",statistic="per_thousand_requests"} 0.0125',
    );
    expect(lines).toContain(
      'load_aws_errors{target="embedded",workload="smoke",error="dynamodb: ThrottlingException",statistic="count"} 3',
    );
  });
});
