import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { BreakpointReport } from '../../load/breakpoint/run.ts';
import type { RunRecord } from '../../load/run/record.ts';
import { k6, ownFolder } from './support/runs.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

const folders = {
  starting: ownFolder('starting'),
  running: ownFolder('running'),
  searching: ownFolder('searching'),
};

/** Milliseconds: each of them boots the whole stack, on whatever else the machine does. */
const patience = 90_000;

/** Presses Ctrl-C, as a terminal does it: every process of the group hears it, once `line` was output. */
async function interruptedRun(line: RegExp, folder: string, ...more: string[]) {
  const args = ['load/run/main.ts', '--scenario', 'crud', '--results', folder, ...more];
  const run = spawn(process.execPath, args, {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [run.stdout, run.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      const before = line.test(output);
      output += text;
      if (!before && line.test(output)) process.kill(-(run.pid ?? 0), 'SIGINT');
    });
  }
  const status = await new Promise((resolve) => run.once('close', resolve));
  return { status, output, group: run.pid ?? 0 };
}

/** Whether any process of a group is left, or the local AWS, which has one of its own. */
async function isAlive({
  group,
  output,
}: {
  readonly group: number;
  readonly output: string;
}): Promise<boolean> {
  const [endpoint = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(output) ?? [];
  expect(endpoint).not.toBe('');
  try {
    await fetch(endpoint);
    return true;
  } catch {
    // Nobody listens there.
  }
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}

test.skipIf(!k6 || process.platform === 'win32')(
  'Ctrl-C while the stack starts ends it all, with status 130',
  async () => {
    const folder = await folders.starting;
    const run = await interruptedRun(/AWS is up/, folder);
    const { status, output } = run;
    expect({ status, left: await isAlive(run), results: await readdir(folder) }).toEqual({
      status: 130,
      left: false,
      results: [],
    });
    expect(output).toContain('Interrupted before anything was measured.');
  },
  patience,
);

test.skipIf(!k6 || process.platform === 'win32')(
  'Ctrl-C during a run reports what was measured',
  async () => {
    const folder = await folders.running;
    const run = await interruptedRun(/virtual users/, folder);
    const { status, output } = run;
    // What smoke needs, and no more: everybody's making keeps the first request waiting.
    expect(output).toContain('signed in: managers 1, employees 2');
    const [results = ''] = await readdir(folder);
    const record = JSON.parse(
      await readFile(path.join(folder, results, 'summary.json'), 'utf8'),
    ) as RunRecord;
    expect({ status, left: await isAlive(run), interrupted: record.interrupted }).toEqual({
      status: 130,
      left: false,
      interrupted: true,
    });
    expect(record.totals.requests).toBeGreaterThan(0);
    expect(record.totals.failedShare).toBe(0);
  },
  patience,
);

test.skipIf(!k6 || process.platform === 'win32')(
  'Ctrl-C during a search for the breakpoint gives what is known until then as a lower bound',
  async () => {
    const folder = await folders.searching;
    const search = ['--workload', 'breakpoint', '--try-seconds', '2'];
    const run = await interruptedRun(/crud\/s: (held|did not hold)/, folder, ...search);
    const { status, output } = run;
    const [results = ''] = await readdir(folder);
    const report = JSON.parse(
      await readFile(path.join(folder, results, 'breakpoint.json'), 'utf8'),
    ) as BreakpointReport;
    expect({ status, left: await isAlive(run), interrupted: report.interrupted }).toEqual({
      status: 130,
      left: false,
      interrupted: true,
    });
    // How fast this machine is just now decides which of the two it is.
    const [first] = report.tries;
    expect(report.tries).toHaveLength(1);
    expect(report.share).toBe(first?.held ? first.share : 0);
    expect(output).toMatch(
      first?.held ? /Interrupted: at least 15\.0 crud\/s/ : /Interrupted before any load/,
    );
  },
  patience,
);
