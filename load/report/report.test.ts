import { XMLParser } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { toRunRecord } from '../run/record.ts';
import { csv } from './csv.ts';
import { htmlReport } from './html.ts';
import { junitReport } from './junit.ts';
import { aLongRecord } from './long-record.fixture.ts';
import { markdownSummary } from './markdown.ts';
import { openMetrics } from './open-metrics.ts';
import { aCostedRecord, aRunRecord, facts } from './run-record.fixture.ts';
import { terminalSummary } from './terminal.ts';

describe('the page of a run', () => {
  test('stands alone: no script, nothing loaded from elsewhere', () => {
    const page = htmlReport(aRunRecord());
    expect(page).not.toMatch(/<script|<link|src=|@import|url\((?!#)/);
    expect(page.match(/<svg class="wide" role="img" aria-label=/g)).toHaveLength(7);
    expect(page.match(/<svg class="narrow" role="img" aria-label=/g)).toHaveLength(7);
  });

  test('escapes what it did not write itself', () => {
    expect(htmlReport(aRunRecord())).not.toContain('<api>');
  });

  test('says the verdict before anything else', () => {
    const page = htmlReport(aRunRecord({ p95Held: false }));
    expect(page.indexOf('1 of 4 thresholds crossed')).toBeLessThan(page.indexOf('<svg'));
  });

  test('says what to be wary of right below the verdict', () => {
    const page = htmlReport({ ...aRunRecord(), warnings: ['The lists were <empty>.'] });
    expect(page).toMatch(
      /<h1 class="verdict[^>]*>[^<]*<\/h1>\n<p class="warning">The lists were &#60;empty&#62;\.<\/p>/,
    );
  });

  test('links to each of its parts, in their order', () => {
    const page = htmlReport(aCostedRecord());
    const links = [...page.matchAll(/<li><a href="#([^"]+)">/g)].map(([, id]) => id);
    const headings = [...page.matchAll(/<h2 id="([^"]+)">/g)].map(([, id]) => id);
    expect(links).toEqual(headings);
    expect(headings).toEqual([
      'arrivals',
      'throughput',
      'latency',
      'distribution',
      'failures',
      'routes',
      'phases',
      'figures-of-the-scenarios',
      'cost',
      'at-aws-s-side',
      'thresholds',
      'machine-and-versions',
      'run-it-again',
    ]);
  });

  test('has the figures of each phase', () => {
    expect(htmlReport(aRunRecord())).toMatch(
      />steady<\/th><td[^>]*>8 s<\/td><td[^>]*>2\.0\/s<\/td><td[^>]*>2\.0\/s<\/td><td[^>]*>100<\/td>/,
    );
  });

  test('says in words what a chart shows', () => {
    expect(htmlReport(aRunRecord())).toContain('was at its highest, 15 ms, after 2 s');
  });

  test('leaves out what was not measured', () => {
    const page = htmlReport({ ...aRunRecord(), timeline: [] });
    expect(page).not.toContain('over time');
  });
});

test('terminal, page and Markdown say whose limits the target was held to, and at what share of the rate', () => {
  const record = aRunRecord();
  for (const text of [terminalSummary(record), htmlReport(record), markdownSummary(record)]) {
    expect(text).toContain('limits of localstack, at 20 % of the rate');
  }
});

test('JUnit has a case for each threshold and a failure for each crossed one', () => {
  const xml = junitReport(aRunRecord({ p95Held: false }));
  const { testsuites } = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(xml);
  expect(testsuites).toMatchObject({ tests: '4', failures: '1' });
  expect(testsuites.testsuite.testcase[0].failure.message).toContain('measured 12');
});

test('Markdown names what was crossed and every route', () => {
  const text = markdownSummary(aRunRecord({ p95Held: false }));
  const [first] = text.split('\n');
  expect(first).toBe('### ❌ 1 of 4 thresholds crossed: GET /expenses, p95 12 ms (limit \\< 10 ms)');
  expect(text).toContain('| ❌ GET /expenses, p95 | 12 ms | \\< 10 ms |');
  expect(text).toContain('| `GET /expenses` | 100 | 10/s | 50.00 % |');
});

describe('unexpected answers are listed by kind, most frequent first', () => {
  test.each([
    [
      'the page',
      htmlReport,
      /no answer<\/th><td[^>]*>5<\/td><\/tr>\s*<tr[^>]*><th[^>]*>409 conflict<\/th><td[^>]*>2</,
    ],
    [
      'Markdown',
      markdownSummary,
      /- unexpected answers: 5 × no answer\n- unexpected answers: 2 × 409 conflict/,
    ],
    ['the terminal', terminalSummary, /unexpected: 5 × no answer\n +unexpected: 2 × 409 conflict/],
    [
      'CSV',
      csv,
      /,unexpected_answers,no answer,count,5,count\r\n.*,unexpected_answers,409 conflict,count,2,count/,
    ],
    ['OpenMetrics', openMetrics, /load_unexpected_answers\{[^}]*kind="409 conflict",statistic="count"\} 2/],
  ])('in %s', (_, write, expected) => {
    expect(write(aRunRecord())).toMatch(expected);
  });

  test('and none where every answer was expected', () => {
    const page = htmlReport({ ...aRunRecord(), failures: [] });
    expect(page).toContain('Every request was answered as its scenario expects.');
  });
});

describe('a route without a request', () => {
  const record = aLongRecord();
  const silent = 'POST /expenses/{id}/submit';

  test('has no figure in the page, in Markdown and on the terminal', () => {
    const cells = htmlReport(record).split(`>${silent}</th>`)[1]?.split('</tr>')[0] ?? '';
    expect([...cells.matchAll(/<td[^>]*>([^<]*)</g)].map(([, cell]) => cell)).toEqual([
      '0',
      ...Array.from({ length: 7 }, () => '–'),
    ]);
    expect(markdownSummary(record)).toContain(`| \`${silent}\` | 0 | – | – | – | – | – |`);
    expect(terminalSummary(record)).toMatch(/POST \/expenses\/\{id\}\/submit +0( +–){6}\n/);
  });

  test('has no time and no share of failures for machines', () => {
    const lines = csv(record).split('\r\n');
    const ofRoute = lines.filter((line) => line.includes(`,${silent},`));
    expect(ofRoute.map((line) => line.split(',').slice(3, 7))).toEqual([
      ['requests', silent, 'count', '0'],
      ['requests', silent, 'rate', expect.any(String)],
    ]);
  });
});

describe('a run without a request', () => {
  const record = toRunRecord(
    {
      state: { testRunDurationMs: 10_000 },
      metrics: {
        http_reqs: { type: 'counter', values: { count: 0, rate: 0 } },
        http_req_failed: { type: 'rate', values: { rate: 0, passes: 0, fails: 0 } },
        checks: { type: 'rate', values: { rate: 0, passes: 0, fails: 0 } },
      },
    },
    facts,
  );

  test('has no share of what failed or passed for machines, in all and by phase', () => {
    expect(record.phases.map(({ phase }) => phase)).toEqual(['ramp', 'steady']);
    expect(csv(record)).toContain(',requests,,count,0,count');
    expect(csv(record)).not.toMatch(/,share/);
    expect(openMetrics(record)).not.toMatch(/_ratio|_seconds/);
  });

  test('says of one what it says of many', () => {
    const totals = { ...record.totals, requests: 1, thrownIterations: 1, droppedIterations: 1 };
    const timeline = record.timeline.map((point) => ({ ...point, virtualUsers: 1 }));
    expect(terminalSummary({ ...record, totals })).toMatch(
      /1 request in .*, 1 arrival dropped, 1 iteration threw\n/,
    );
    expect(htmlReport({ ...record, totals, timeline })).toMatch(/by up to 1 virtual user</);
  });
});

test('the page lists thresholds by what was crossed, with units, limits and a class for its colour', () => {
  const table = htmlReport(aLongRecord()).split('What had to hold</caption>')[1]?.split('</table>')[0] ?? '';
  const rows = [...table.matchAll(/<tr role="row" class="(\w+)">(.*?)<\/tr>/g)].map(([, name, row = '']) => [
    name,
    ...[...row.matchAll(/<t[hd][^>]*>([^<]*)</g)].map(([, cell]) => cell),
  ]);
  expect(rows.slice(0, 3)).toEqual([
    ['crossed', 'iterations that threw', '1\u202f234', '&#60; 1', '✗ crossed'],
    ['crossed', 'POST /expenses/{id}/submit, p95', 'no samples', '&#60; 2.00 s', '✗ crossed'],
    ['crossed', 'arrivals dropped', '56\u202f789', '&#60; 1', '✗ crossed'],
  ]);
  const verdicts = rows.map(([name]) => name).join(' ');
  expect(verdicts).toMatch(/^(crossed )+(held ?)+$/);
});

test('the page does not say of a route that nobody promised that it held its limits', () => {
  const silent = { metric: 'http_req_failed{name:GET /me}', expression: 'rate<0.01', held: true };
  const page = htmlReport({ ...aRunRecord(), thresholds: [silent] });
  expect(page).toMatch(/GET \/me, failed requests<\/th><td[^>]*>no samples<.*>– not asked for</);
});

test('the first line of page and Markdown names what was crossed', () => {
  const [, heading] = /<main>\n<h1[^>]*>([^<]*)</.exec(htmlReport(aLongRecord())) ?? [];
  const [line] = markdownSummary(aLongRecord()).split('\n');
  for (const text of [heading, line]) {
    expect(text).toMatch(/10 of 14 thresholds crossed: iterations that threw.*no request to POST/);
    expect(text).toMatch(/GET \/approvals, p95 1\.55.s \(limit/);
  }
});

test('the page shows each ramp with its own rate beside what was wanted', () => {
  const page = htmlReport(aLongRecord());
  expect(page).toMatch(/>ramp<\/th><td[^>]*>20 s<\/td><td[^>]*>9\.3\/s<\/td><td[^>]*>9\.3\/s</);
  expect(page).toMatch(/>ramp-3<\/th><td[^>]*>20 s<\/td><td[^>]*>42\/s<\/td><td[^>]*>40\/s</);
});

describe('figures for machines', () => {
  test('CSV has as many fields in every line, one line a figure', () => {
    const lines = csv(aRunRecord()).trimEnd().split('\r\n');
    expect(new Set(lines.map((line) => line.split(',').length))).toEqual(new Set([8]));
    expect(lines).toContain(
      '2026-11-23T06:00:00.000Z,smoke,embedded,request_duration,GET /expenses,p95,12,ms',
    );
  });

  test('CSV quotes a field that would end early', () => {
    const record = { ...aRunRecord(), target: { ...aRunRecord().target, name: 'a "b", c' } };
    expect(csv(record)).toContain(',"a ""b"", c",');
  });

  test('OpenMetrics is in base units, each family once and in one piece, and ends', () => {
    const lines = openMetrics(aRunRecord()).trimEnd().split('\n');
    const families = lines.filter((line) => line.startsWith('# TYPE'));
    expect(new Set(families).size).toBe(families.length);
    expect(lines).toContain(
      'load_request_duration_seconds{target="embedded",workload="smoke",route="GET /expenses",statistic="p95"} 0.012',
    );
    expect(lines.at(-1)).toBe('# EOF');
    for (const line of lines.filter((text) => !text.startsWith('#'))) {
      expect(line).toMatch(/^[a-z_][a-z0-9_]*\{([a-z]+="[^"\n]*",?)+\} [\d.e+-]+$/);
    }
  });
});
