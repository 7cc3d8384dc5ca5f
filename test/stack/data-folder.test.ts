import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StackReport } from '../../localstack/stack/stack-process.ts';
import { takeLock } from '../../locks/lock.ts';

let folder: string;
let journal: string;
const started: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'data-folder-'));
  journal = join(folder, 'state.journal');
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((child) => end(child, 'SIGKILL')));
  rmSync(folder, { recursive: true });
});

/** What a program said, and how it ended. */
interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** `npm start`'s program with standard input open; in a group of its own, so that what it leaves behind is seen. */
function start(...args: string[]) {
  const child = spawn(process.execPath, ['localstack/stack/up.ts', '--json', '--port', '0', ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  started.push(child);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([status, signal]): Ended => ({ status, signal, stderr }));
  /** Resolves when it is ready. */
  const report = async () => {
    const line = once(createInterface(child.stdout), 'line').then(
      ([text]) => JSON.parse(text) as StackReport,
    );
    const early = ended.then((how) => Promise.reject(new Error(`It ended early: ${JSON.stringify(how)}`)));
    return Promise.race([line, early]);
  };
  /** Resolves when it has said this. */
  const says = async (pattern: RegExp) => {
    while (!pattern.test(stderr)) await once(child.stderr, 'data');
  };
  return { child, ended, report, says };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'close');
  child.kill(signal);
  await ended;
}

/** Whether any process of a group is left. */
function isAlive(group = 0): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a data folder that cannot be used', () => {
  it('because it is a file is refused in one sentence', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, 'mine');
    expect(await start('--data', file).ended).toEqual({
      status: 1,
      signal: null,
      stderr: `No data can be kept in ${file}: it is not a folder (EEXIST).\n`,
    });
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it.skipIf(process.platform !== 'linux')(
    'because none may be made there is refused in one sentence',
    async () => {
      expect(await start('--data', '/proc/nothing').ended).toMatchObject({
        status: 1,
        stderr: 'No data can be kept in /proc/nothing: it cannot be made there (ENOENT).\n',
      });
    },
  );

  it('because another process uses it is refused in one sentence that names that process', async () => {
    using _lock = takeLock(join(folder, '.in-use.lock'));
    expect(await start('--data', folder).ended).toMatchObject({
      status: 1,
      stderr: `${folder} is in use: process ${process.pid} keeps its data there. Stop that first, or choose another folder.\n`,
    });
  });

  it('because what is kept in it is damaged is refused in one sentence that says how to go on', async () => {
    writeFileSync(journal, 'embedded-aws journal 2\nand not much else');
    expect(await start('--data', folder).ended).toMatchObject({
      status: 1,
      stderr:
        `${journal} is damaged at byte 23 of 40: what stands there is not a record. It was left as it is. ` +
        'To keep a copy of it and go on with what can be read: npm start -- --data DIR --salvage\n',
    });
  });

  it.each([[[]], [['--salvage']]])(
    'because a file of somebody else is in it is refused in one sentence, also with %j',
    async (more) => {
      writeFileSync(journal, 'my diary');
      expect(await start('--data', folder, ...more).ended).toMatchObject({
        status: 1,
        stderr: `Nothing in ${journal} can be read as a journal. It was left as it is: move it away, or choose another folder.\n`,
      });
      expect(readFileSync(journal, 'utf8')).toBe('my diary');
    },
  );

  it('because its name is too long is refused in one sentence', async () => {
    const long = join(folder, 'x'.repeat(300));
    expect(await start('--data', long).ended).toMatchObject({
      status: 1,
      stderr: `No data can be kept in ${long}: its name is too long (ENAMETOOLONG).\n`,
    });
  });

  it.each([
    [['--data', ''], '--data needs the name of a folder.'],
    [['--salvage'], '--salvage is for data that was kept: it goes with --data DIR.'],
  ])('is refused as %j', async (args, message) => {
    expect(await start(...args).ended).toMatchObject({ status: 1, stderr: `${message}\n` });
  });
});

describe('what is kept in a data folder', () => {
  const draft = {
    merchant: 'Café Central',
    category: 'meals',
    amount: 480,
    currency: 'EUR',
    incurredOn: '2026-11-02',
  };
  const request = async ({ outputs, people }: StackReport, method: string, body?: object) => {
    const response = await fetch(`${outputs.api_url}/expenses`, {
      method,
      headers: {
        authorization: `Bearer ${people.employee.accessToken}`,
        'content-type': 'application/json',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as { expenses: { merchant: string }[] } };
  };
  const merchants = async (report: StackReport) =>
    (await request(report, 'GET')).body.expenses.map(({ merchant }) => merchant).toSorted();

  it('is there at once after a kill, refused when a byte of it has changed, and salvaged on request', async () => {
    const first = start('--data', folder);
    const report = await first.report();
    for (const merchant of ['Hotel One', 'Hotel Two', 'Hotel Three']) {
      expect((await request(report, 'POST', { ...draft, merchant })).status).toBe(201);
    }
    await end(first.child, 'SIGKILL');

    const second = start('--data', folder);
    expect(await merchants(await second.report())).toEqual(['Hotel One', 'Hotel Three', 'Hotel Two']);
    await end(second.child, 'SIGKILL');

    const bytes = readFileSync(journal);
    bytes.write('h', bytes.indexOf('Hotel Two'));
    writeFileSync(journal, bytes);
    const third = await start('--data', folder).ended;
    expect(third).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`${journal} is damaged at byte `),
    });
    expect(readFileSync(journal).equals(bytes)).toBe(true);

    const fourth = start('--data', folder, '--salvage');
    expect(await merchants(await fourth.report())).toEqual(['Hotel One', 'Hotel Three']);
    expect(readdirSync(folder)).toContain('state.journal.damaged-1');
    expect(readFileSync(`${journal}.damaged-1`).equals(bytes)).toBe(true);
  });
});

describe.skipIf(process.platform === 'win32')('a stack that is started for a program', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('ends at the first %s when it is ready, and leaves nothing running', async (signal, status) => {
    const stack = start();
    await stack.report();
    stack.child.kill(signal);
    expect(await stack.ended).toMatchObject({ status });
    expect(isAlive(stack.child.pid)).toBe(false);
  });

  it.each([/AWS is up/, /resources created/])(
    'ends at the first SIGTERM once it has said %s, and leaves nothing running',
    async (pattern) => {
      const stack = start();
      await stack.says(pattern);
      stack.child.kill('SIGTERM');
      expect(await stack.ended).toMatchObject({ status: 143 });
      expect(isAlive(stack.child.pid)).toBe(false);
    },
  );
});
