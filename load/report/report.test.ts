import { XMLParser } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { csv } from './csv.ts';
import { htmlReport } from './html.ts';
import { junitReport } from './junit.ts';
import { markdownSummary } from './markdown.ts';
import { openMetrics } from './open-metrics.ts';
import { aCostedRecord, aRunRecord } from './run-record.fixture.ts';
import { terminalSummary } from './terminal.ts';

describe('the page of a run', () => {
  test('stands alone: no script, nothing loaded from elsewhere', () => {
    const page = htmlReport(aRunRecord());
    expect(page).not.toMatch(/<script|<link|src=|@import|url\((?!#)/);
    expect(page.match(/<svg role="img" aria-label=/g)).toHaveLength(6);
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
      /<p class="verdict[^>]*>[^<]*<\/p>\n<p class="warning">The lists were &#60;empty&#62;\.<\/p>/,
    );
  });

  test('links to each of its parts, in their order', () => {
    const page = htmlReport(aCostedRecord());
    const links = [...page.matchAll(/<li><a href="#([^"]+)">/g)].map(([, id]) => id);
    const headings = [...page.matchAll(/<h2 id="([^"]+)">/g)].map(([, id]) => id);
    expect(links).toEqual(headings);
    expect(headings).toEqual([
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
    expect(htmlReport(aRunRecord())).toMatch(/<th scope="row">steady<\/th><td>8 s<\/td><td>100<\/td>/);
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

describe('unexpected answers are told by kind, most frequent first', () => {
  test.each([
    [
      'the page',
      htmlReport,
      /no answer<\/th><td>5<\/td><\/tr>\s*<tr><th scope="row">409 conflict<\/th><td>2</,
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
  ])('in %s', (_, write, said) => {
    expect(write(aRunRecord())).toMatch(said);
  });

  test('and none where every answer was expected', () => {
    const page = htmlReport({ ...aRunRecord(), failures: [] });
    expect(page).toContain('Every request was answered as its scenario expects.');
  });
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
