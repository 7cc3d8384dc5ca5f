import { mkdirSync, mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { beforeEach, expect, it } from 'vitest';
import { readArchiveFile } from './archive-file.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'archive-'));
  mkdirSync(join(directory, 'code', 'lib'), { recursive: true });
  writeFileSync(join(directory, 'code', 'index.mjs'), 'export {};');
  writeFileSync(join(directory, 'code', 'lib', 'a.mjs'), 'a');
});

const read = (given: object) =>
  readArchiveFile(
    { directory },
    { type: 'zip', source_file: undefined, source_dir: undefined, output_path: 'out/code.zip', ...given },
  );

function contents(): Record<string, string> {
  const entries = unzipSync(readFileSync(join(directory, 'out', 'code.zip')));
  return Object.fromEntries(Object.entries(entries).map(([name, bytes]) => [name, strFromU8(bytes)]));
}

it('writes a zip of a folder, by names within it', async () => {
  await read({ source_dir: 'code' });
  expect(contents()).toEqual({ 'index.mjs': 'export {};', 'lib/a.mjs': 'a' });
});

it('writes a zip of one file', async () => {
  await read({ source_file: 'code/lib/a.mjs' });
  expect(contents()).toEqual({ 'a.mjs': 'a' });
});

it('has the same hash for the same files, whenever they were written', async () => {
  const { output_base64sha256: before } = await read({ source_dir: 'code' });
  utimesSync(join(directory, 'code', 'index.mjs'), 0, 0);
  expect((await read({ source_dir: 'code' })).output_base64sha256).toBe(before);
});

it.each([
  [{ source_dir: 'nothing' }, /nothing cannot be read/],
  [{ source_dir: 'code', type: 'tar.gz' }, /"tar\.gz" is not supported/],
  [{}, /either source_dir or source_file/],
])('refuses %o', async (given, reason) => {
  await expect(read(given)).rejects.toThrow(reason);
});
