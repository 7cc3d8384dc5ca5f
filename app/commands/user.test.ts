import { execFile } from 'node:child_process';
import { expect, it } from 'vitest';

/** What `npm run user -- …` says on stderr, and how it ends; it comes to no AWS here. */
const run = (...args: readonly string[]) =>
  new Promise<{ code: unknown; stderr: string }>((resolve) => {
    execFile(process.execPath, ['app/commands/user.ts', ...args], (error, _stdout, stderr) =>
      resolve({ code: error?.code, stderr }),
    );
  });

const place = ['--user-pool-id', 'pool', '--table', 'table', '--email', 'ann@example.com'];

it.each([
  ['Ann\u0007', '--name must not have the control character U+0007'],
  ['Ann\nLee', '--name must be one line, without line breaks'],
  ['\u200b', '--name must have at least one visible character'],
])('refuses the name %j with a sentence', async (name, sentence) => {
  const { code, stderr } = await run('add', ...place, '--name', name);
  expect(code).toBe(1);
  expect(stderr.split('\n')[0]).toBe(sentence);
});
