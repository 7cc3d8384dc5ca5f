import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeLock, waitForLock } from './lock.ts';

let folder: string;
let file: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  file = join(folder, 'the.lock');
});

afterEach(async () => {
  await Promise.all(children.splice(0).map(kill));
  rmSync(folder, { recursive: true });
});

/** Says `ready`; for each line that it is given it tries to take the lock, says `taken` or `held`, and keeps it. */
const contender = `
  import { takeLock } from ${JSON.stringify(join(import.meta.dirname, 'lock.ts'))};
  import { createInterface } from 'node:readline';
  const kept = [];
  for await (const _ of (console.log('ready'), createInterface(process.stdin))) {
    try {
      kept.push(takeLock(process.argv[1]));
      console.log('taken');
    } catch (error) {
      console.log(error.code === 'LockHeld' ? 'held' : error);
    }
  }`;

interface Contender {
  readonly child: ChildProcess;
  /** Lets it try, and answers what it said. */
  attempt(): Promise<string>;
}

async function startContender(): Promise<Contender> {
  const args = ['--input-type=module', '--eval', contender, file];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const said = async () => String((await lines.next()).value);
  expect(await said()).toBe('ready');
  const attempt = () => {
    child.stdin.write('\n');
    return said();
  };
  return { child, attempt };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

describe('the lock of a file', () => {
  test('is refused to another process, which is told by whom, until it is released', async () => {
    const other = await startContender();
    const lock = takeLock(file);
    expect(await other.attempt()).toBe('held');
    lock.release();
    expect(await other.attempt()).toBe('taken');
    expect(() => takeLock(file)).toThrow(
      expect.objectContaining({ code: 'LockHeld', holder: `process ${other.child.pid}` }),
    );
  });

  test('is refused to the same process, also after a refusal', () => {
    using _lock = takeLock(file);
    for (const _attempt of [1, 2]) {
      expect(() => takeLock(file)).toThrow(expect.objectContaining({ holder: `process ${process.pid}` }));
    }
  });

  test('is free as soon as its process was killed', async () => {
    const holder = await startContender();
    expect(await holder.attempt()).toBe('taken');
    await kill(holder.child);
    takeLock(file).release();
  });

  test('is free where a container of the same name and process id left it', () => {
    takeLock(file).release();
    writeFileSync(`${file}.holder`, JSON.stringify({ processId: process.pid, host: hostname() }));
    takeLock(file).release();
  });

  test('goes to one of many that ask at the same time for what a killed one left', async () => {
    const contenders = await Promise.all(Array.from({ length: 6 }, startContender));
    while (contenders.length > 1) {
      const answers = await Promise.all(contenders.map(({ attempt }) => attempt()));
      expect(answers.filter((answer) => answer === 'taken')).toHaveLength(1);
      const [winner] = contenders.splice(answers.indexOf('taken'), 1);
      if (winner) await kill(winner.child);
    }
  });

  test('says where its holder runs, if that is elsewhere', () => {
    using _lock = takeLock(file);
    writeFileSync(`${file}.holder`, JSON.stringify({ processId: 1, host: 'web-1' }));
    expect(() => takeLock(file)).toThrow(`${file} is held by process 1 on web-1.`);
  });

  test('does not need to know its holder', () => {
    using _lock = takeLock(file);
    rmSync(`${file}.holder`);
    expect(() => takeLock(file)).toThrow(`${file} is held by another process.`);
  });

  test('leaves nothing that names a holder when it was released, twice as well as once', () => {
    const lock = takeLock(file);
    lock.release();
    lock.release();
    expect(existsSync(`${file}.holder`)).toBe(false);
  });

  test.each([
    ['ENOENT', ['missing', 'the.lock']],
    ['EISDIR', ['.']],
    ['ENAMETOOLONG', ['x'.repeat(300)]],
  ])('fails by the error of the file system, %s, where none can be made', (code, path) => {
    expect(() => takeLock(join(folder, ...path))).toThrow(expect.objectContaining({ code }));
  });

  test('is had by whoever waits for it, one after the other', async () => {
    let under = 0;
    const work = async () => {
      using _lock = await waitForLock(file);
      const beside = under++;
      await new Promise(setImmediate);
      under--;
      return beside;
    };
    expect(await Promise.all([1, 2, 3].map(work))).toEqual([0, 0, 0]);
  });
});
