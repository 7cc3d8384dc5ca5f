import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { figureNames, routeNames, type ScenarioName, scenarios } from '../../load/k6/scenarios/catalogue.ts';
import { htmlReport } from '../../load/report/html.ts';
import { markdownSummary } from '../../load/report/markdown.ts';
import { terminalSummary } from '../../load/report/terminal.ts';
import { measure } from '../../load/run/measure.ts';
import type { RunRecord } from '../../load/run/record.ts';
import type { Session } from '../../load/run/session.ts';
import { ROOT } from '../../localstack/stack/sources/synthesis.ts';
import { briefly, k6, ownFolder, sessionOn, targetAt } from './support/runs.ts';

const folder = await ownFolder('broken-scripts');
const patience = { timeout: 60_000 };
const all = Object.keys(scenarios) as ScenarioName[];

/** Twenty iterations of each scenario. */
const brief = briefly({
  order: 'side by side',
  rates: Object.fromEntries(all.map((name) => [name, 10])),
});

/** A k6 script like load/k6/main.ts, in which every scenario does this. */
function scriptOf(body: string, rest = '', kind: '' | 'async ' = ''): string {
  const library = (name: string) => path.join(ROOT, 'load', 'k6', name);
  return `
import { iteration, iterationNumber } from '${library('iteration.ts')}';
import { plan } from '${library('plan-file.ts')}';
// It declares every metric that the options name.
import '${path.join(ROOT, 'load', 'k6', 'main.ts')}';
import http from 'k6/http';
export const options = plan.options;
export const scenario = iteration(${kind}() => {
  const number = iterationNumber();
  const get = (name: string) => http.get(plan.apiUrl + '/', { tags: { name } });
  ${body}
}, () => {});
${rest}
export function handleSummary(data: unknown) {
  return { [__ENV.LOAD_SUMMARY as string]: JSON.stringify(data) };
}
`;
}

describe.skipIf(!k6)('a run whose script is wrong', () => {
  let server: FastifyInstance;
  let session: Session;

  beforeAll(async () => {
    if (!k6) return;
    server = Fastify();
    server.get('/', async () => ({}));
    const apiUrl = await server.listen({ port: 0, host: '127.0.0.1' });
    session = sessionOn(k6, targetAt(apiUrl));
  });

  afterAll(() => server?.close());

  async function run(source: string, names: readonly ScenarioName[] = all): Promise<RunRecord> {
    const script = path.join(folder, 'script.ts');
    await writeFile(script, source);
    return measure(session, {
      scenarios: names,
      workload: brief,
      workloadName: 'brief',
      thresholds: 'embedded',
      folder,
      startedAt: new Date().toISOString(),
      command: '',
      script,
    });
  }

  const crossed = ({ thresholds }: RunRecord) =>
    thresholds.filter(({ held }) => !held).map(({ metric }) => metric);

  test(
    'in every iteration fails, whatever the scenario, and says what was thrown and where',
    patience,
    async () => {
      const record = await run(scriptOf("throw new Error('boom');"));
      expect(record.passed).toBe(false);
      expect(record.totals).toMatchObject({ requests: 0, thrownIterations: record.totals.iterations });
      expect(crossed(record)).toEqual(
        expect.arrayContaining([
          'exceptions',
          ...all.map((name) => `http_reqs{scenario:${name}}`),
          ...routeNames('approval').map((route) => `http_req_duration{name:${route}}`),
          ...figureNames('approval'),
        ]),
      );
      // Whose comes first is chance, and five different ones are kept.
      const expected = /\w+: Error: boom \(.*script\.ts:\d+:\d+\)/;
      for (const write of [terminalSummary, htmlReport, markdownSummary])
        expect(write(record)).toMatch(expected);
      expect(markdownSummary(record).split('\n')[0]).toMatch(
        /thresholds crossed: iterations that threw 1\d\d /,
      );
      expect(htmlReport(record)).toMatch(
        /class="verdict crossed">\d+ of \d+ thresholds crossed: iterations that threw/,
      );
    },
  );

  test('in some iterations only fails too', patience, async () => {
    const record = await run(
      scriptOf(`
        for (let request = 0; request < 6; request++) get('GET /expenses');
        if (number % 7 === 3) Object(http).nothing();`),
      ['crud'],
    );
    expect(record.passed).toBe(false);
    expect(record.totals.thrownIterations).toBe(3);
    expect(record.totals.requests).toBeGreaterThan(100);
    expect(record.errors).toEqual([
      { message: expect.stringMatching(/^crud: TypeError: .*nothing/), count: 3 },
    ]);
  });

  test('in promises fails too, whether k6 waits for them or not', patience, async () => {
    const calls = "for (let request = 0; request < 6; request++) get('GET /expenses');";
    const forgotten = scriptOf(`Promise.reject(new Error('async boom')); ${calls}`);
    const awaited = scriptOf(
      `${calls} await Promise.resolve(); throw new Error('async boom');`,
      '',
      'async ',
    );
    for (const source of [forgotten, awaited]) {
      const record = await run(source, ['crud']);
      expect(record.passed).toBe(false);
      expect(crossed(record)).toContain('exceptions');
      expect(record.totals.iterations).toBeGreaterThan(0);
      expect(record.totals.thrownIterations).toBe(record.totals.iterations);
      expect(record.errors).toEqual([
        {
          message: expect.stringMatching(
            /^crud: Uncaught \(in promise\) Error: async boom \(.*script\.ts:\d+:\d+\)$/,
          ),
          count: record.totals.iterations,
        },
      ]);
    }
  });

  test(
    'is counted by the scripts themselves: machines that share a run have no common log',
    patience,
    async () => {
      const source = scriptOf("await Promise.resolve(); throw new Error('async boom');", '', 'async ');
      await run(source, ['crud']);
      const { metrics } = JSON.parse(await readFile(path.join(folder, 'k6-summary.json'), 'utf8'));
      expect(metrics.exceptions.values.count).toBe(metrics.iterations.values.count);
    },
  );

  test('is placed where it threw, be it a text that it threw', patience, async () => {
    const [error] = (await run(scriptOf("throw 'just a text';"), ['crud'])).errors;
    expect(error?.message).toMatch(/^crud: just a text \(.*script\.ts:\d+:\d+\)$/);
  });

  test('that does nothing and throws nothing fails for want of requests', patience, async () => {
    const record = await run(scriptOf('return;'), ['crud', 'auth']);
    expect(record.passed).toBe(false);
    expect(record.totals).toMatchObject({ requests: 0, thrownIterations: 0 });
    expect(record.arrivals.map(({ planned }) => planned)).toEqual([20, 20]);
    expect(crossed(record)).toEqual(
      expect.arrayContaining(['http_reqs{scenario:auth}', 'http_req_failed{name:GET /me}']),
    );
    expect(crossed(record)).not.toContain('iterations_begun{scenario:auth}');
  });

  test('in its setup is no run, and says so in a sentence', patience, async () => {
    const source = scriptOf('', "export function setup() { throw new Error('no way in'); }");
    await expect(run(source)).rejects.toMatchObject({
      code: 'k6-failed',
      message: expect.stringMatching(/^k6 ended with status 107: Error: no way in \(.*script\.ts:\d+:\d+\)$/),
    });
  });

  test('before it begins is no run, and says so in a sentence', patience, async () => {
    await expect(run("throw new Error('not even this');")).rejects.toMatchObject({
      code: 'k6-failed',
      message: expect.stringMatching(
        /^k6 ended with status 107: Error: not even this \(.*script\.ts:1:\d+\)$/,
      ),
    });
  });

  test('in its summary is no run, and leaves nothing of the run before for its own', patience, async () => {
    await run(scriptOf('return;'), ['crud']);
    const source = scriptOf('return;').replace(
      'JSON.stringify(data)',
      "(() => { throw new Error('lost'); })()",
    );
    await expect(run(source, ['crud'])).rejects.toMatchObject({
      code: 'k6-failed',
      message: expect.stringContaining('Error: lost'),
    });
  });
});
