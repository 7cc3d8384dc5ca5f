import { mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchSources } from '../../localstack/watch.ts';

let folder: string;
let file: string;
let changed: ReturnType<typeof vi.fn<() => void>>;
let unwatch: () => void;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watched-'));
  mkdirSync(join(folder, 'deep'));
  file = join(folder, 'deep', 'source.ts');
  writeFileSync(file, '1');
  changed = vi.fn();
  unwatch = watchSources([folder], changed);
});

afterEach(() => unwatch());

/** Waits until the last write was heard. */
const heard = () => vi.waitFor(() => expect(changed).toHaveBeenCalled());

it('hears of a source that is written', async () => {
  writeFileSync(file, '2');
  await heard();
});

it('hears of a source again that an editor has replaced by another file', async () => {
  writeFileSync(`${file}.tmp`, '2');
  renameSync(`${file}.tmp`, file);
  await heard();
  changed.mockClear();
  writeFileSync(file, '3');
  await heard();
});

it('hears of a source in a new folder', async () => {
  mkdirSync(join(folder, 'new'));
  await vi.waitFor(() => {
    writeFileSync(join(folder, 'new', 'source.ts'), '1');
    expect(changed).toHaveBeenCalled();
  });
});

it('does not hear of tests and other files', async () => {
  writeFileSync(join(folder, 'deep', 'source.test.ts'), '1');
  writeFileSync(join(folder, 'deep', 'notes.md'), '1');
  writeFileSync(join(folder, 'deep', 'last.ts'), '1');
  await heard();
  expect(changed.mock.calls.length).toBeLessThanOrEqual(2);
});
