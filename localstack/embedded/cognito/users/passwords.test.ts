import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRandom } from '../../core/random.ts';
import { openFileStorage } from '../../storage/file-storage.ts';
import { createMemoryStorage } from '../../storage/storage.ts';
import { settingsWith } from '../settings.ts';
import { createPasswords } from './passwords.ts';

const ANN = { pool: { id: 'us-east-1_abc' }, username: 'ann' };

const passwordsIn = (durable: boolean) =>
  createPasswords(createRandom(), settingsWith({}, { durable }).passwordCost);

test('a password is hashed to withstand guesses where it is written down, and is cheap in memory', async () => {
  const kept = await passwordsIn(true).hash(ANN, 'Correct-horse-1');
  const passing = await passwordsIn(false).hash(ANN, 'Correct-horse-1');
  expect(kept.cost).toBeGreaterThanOrEqual(4096);
  expect(passing.cost).toBeLessThan(kept.cost / 100);
});

test('a password that was kept at another cost still matches, and another one does not', async () => {
  const kept = await passwordsIn(true).hash(ANN, 'Correct-horse-1');
  expect(await passwordsIn(false).matches('Correct-horse-1', kept)).toBe(true);
  expect(await passwordsIn(false).matches('Correct-horse-2', kept)).toBe(false);
});

test('only a data directory is where passwords are written down', () => {
  const directory = mkdtempSync(join(tmpdir(), 'passwords-'));
  const files = openFileStorage(directory);
  expect(files.durable).toBe(true);
  expect(createMemoryStorage().durable).toBe(false);
  files.close();
  rmSync(directory, { recursive: true });
});
