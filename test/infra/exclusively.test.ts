import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { exclusively } from '../../cdktf/exclusively.ts';

const parent = mkdtempSync(path.join(os.tmpdir(), 'expense-lock-'));

afterAll(() => rmSync(parent, { recursive: true }));

it('does one work on a folder at a time', async () => {
  const folder = path.join(parent, 'out');
  let under = 0;
  const work = async () => {
    const beside = under++;
    await new Promise(setImmediate);
    under--;
    return beside;
  };
  expect(await Promise.all([1, 2, 3].map(() => exclusively(folder, work)))).toEqual([0, 0, 0]);
});

it('lets go of the folder when the work fails', async () => {
  const folder = path.join(parent, 'failing');
  await expect(exclusively(folder, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await exclusively(folder, async () => 'done')).toBe('done');
});

it('fails where no lock can be made, instead of waiting for one', async () => {
  // Long enough for a folder, too long for its lock.
  const folder = path.join(parent, 'x'.repeat(253));
  await expect(exclusively(folder, async () => 'done')).rejects.toMatchObject({ code: 'ENAMETOOLONG' });
});
