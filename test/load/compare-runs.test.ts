import { execFile } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { aRunRecord } from '../../load/report/run-record.fixture.ts';
import type { RunRecord } from '../../load/run/record.ts';
import { ROOT } from '../../localstack/stack/sources/synthesis.ts';
import { ownFolder } from './support/runs.ts';

const folder = await ownFolder('compare-runs');

/** Leaves runs as `npm run load` does, two minutes apart, in which the route takes so many times as long. */
async function results(
  name: string,
  {
    count = 8,
    times = 1,
    from = 0,
    change = {},
  }: { count?: number; times?: number; from?: number; change?: Partial<RunRecord> } = {},
): Promise<string> {
  for (let index = 0; index < count; index++) {
    const minute = String(2 * index + from).padStart(2, '0');
    const record = aRunRecord();
    const slower = record.routes.map((route) => ({
      ...route,
      median: route.median * times * (1 + index / 500),
    }));
    const run = { ...record, routes: slower, startedAt: `2026-11-25T10:${minute}:00.000Z`, ...change };
    const totals = { ...run.totals, failedShare: 0, iterations: 1_000 };
    await mkdir(path.join(folder, name, minute), { recursive: true });
    await writeFile(path.join(folder, name, minute, 'summary.json'), JSON.stringify({ ...run, totals }));
  }
  return path.join(folder, name);
}

function compare(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['load/compare/main.ts', ...args], { cwd: ROOT }, (error, stdout, stderr) =>
      resolve({ status: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

describe('npm run load:compare with runs that were made', () => {
  test('says which is worse', async () => {
    const { status, stdout } = await compare(
      await results('a'),
      await results('slow', { times: 1.5, from: 1 }),
    );
    expect(stdout).toContain('B is worse than A.');
    expect(status).toBe(98);
  });

  test('refuses those of another scenario in one sentence, whatever their figures say', async () => {
    const reads = await results('reads', { times: 0.06, from: 1, change: { scenarios: ['reads'] } });
    const { status, stdout, stderr } = await compare(await results('a'), reads);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.trim()).toMatch(/^\S+ and \S+ are not of the same load: scenario crud and reads\. [^\n]*$/);
  });

  test('does not take copies for more runs', async () => {
    const few = await results('few', { count: 3 });
    const { status, stderr } = await compare(few, await results('b', { from: 1 }));
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'A verdict needs at least 6 rounds on each side; there are 3 and 8.\n',
    });
    for (const minute of ['20', '22', '24']) {
      const original = `0${Number(minute) - 20}`;
      await cp(path.join(few, original), path.join(few, minute), { recursive: true });
    }
    const again = await compare(few, await results('b', { from: 1 }));
    expect(again.stderr).toBe(
      'A verdict needs at least 6 rounds on each side; there are 3 and 8. 3 of 14 runs were given twice and count once.\n',
    );
  });

  test('shows that dropped arrivals weaken the verdict, and gives none where there are many', async () => {
    const { totals } = aRunRecord();
    const dropping = (droppedIterations: number) => ({ totals: { ...totals, droppedIterations } });
    const a = await results('a');
    const weak = await compare(a, await results('weak', { times: 1.5, from: 1, change: dropping(1) }));
    expect(weak.status).toBe(98);
    expect(weak.stdout).toContain('B is worse than A. The verdict is weak, for the reasons noted.');
    expect(weak.stdout).toContain('note: 8 of 8008 arrivals of B were dropped.');
    const none = await compare(a, await results('none', { times: 1.5, from: 1, change: dropping(50) }));
    expect(none.status).toBe(1);
    expect(none.stderr).toMatch(
      /^400 of 8400 arrivals of B were dropped: [^\n]* so there is no verdict\.\n$/,
    );
  });
});
