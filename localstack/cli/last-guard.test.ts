import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const guard = new URL('last-guard.ts', import.meta.url).href;

/** A process with the guard in which something fails; what it said until it ended by itself. */
async function processIn(failing: string): Promise<string[]> {
  const program = `
    import { guardProcess } from '${guard}';
    const release = guardProcess({ report: (error, during) => console.log(during + ': ' + (error?.message ?? error)) });
    setTimeout(() => { ${failing} });
    setTimeout(() => { console.log('goes on'); release(); }, 20);`;
  const args = ['--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return stdout.trim().split('\n');
}

test.each([
  ['an exception', `throw new Error('escaped');`, 'uncaughtException'],
  ['a rejection', `void Promise.reject(new Error('escaped'));`, 'unhandledRejection'],
  ['an event that nobody hears', `process.stdin.emit('error', new Error('escaped'));`, 'uncaughtException'],
])('%s that nobody caught is told, and the process goes on', async (_, failing, origin) => {
  expect(await processIn(failing)).toEqual([
    `Something outside of any request (${origin}): escaped`,
    'goes on',
  ]);
});

test('a terminal that is gone is not worth a word', async () => {
  const failing = `throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });`;
  expect(await processIn(failing)).toEqual(['goes on']);
});
