import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..', '..');
const scripts = (
  JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
).scripts;

const documents = [
  '',
  'docs',
  'docs/adr',
  'app',
  'cdktf',
  'localstack',
  'localstack/containers',
  'localstack/embedded',
  'localstack/examples/orders',
  'localstack/provision',
  'load',
  'test',
  'test/app',
].flatMap((folder) =>
  readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => path.join(folder, entry.name)),
);

describe.each(documents)('%s', (document) => {
  const text = readFileSync(path.join(root, document), 'utf8');

  test('names only npm scripts that exist', () => {
    const named = [...text.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name]) => name as string);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test('names only files that are there, from the root or from its own folder', () => {
    const named = [...text.matchAll(/`([\w.@-]+(?:\/[\w.@-]+)+\.(?:ts|js|cjs|json|md|ya?ml))`/g)].map(
      ([, name]) => name as string,
    );
    const bases = [root, path.join(root, path.dirname(document))];
    const missing = named.filter((name) => !bases.some((base) => existsSync(path.join(base, name))));
    // What a command makes, and what stands for any name.
    expect(missing.filter((name) => !/^(cdktf\.out|outputs)\/|\b[A-Z]{3,}\b/.test(name))).toEqual([]);
  });

  test('links only to what is there', () => {
    const targets = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)\s]+)\)/g)].map(
      ([, target]) => target as string,
    );
    const files = targets.map((target) =>
      path.join(root, path.dirname(document), target.split('#')[0] as string),
    );
    expect(files.filter((file) => !existsSync(file)).map((file) => path.relative(root, file))).toEqual([]);
  });
});

const hasSource = (folder: string): boolean =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((name) => name.endsWith('.ts'));

test.each(['app', 'load', 'localstack/provision', 'test'])(
  '%s/README.md names every folder beside it',
  (room) => {
    const text = readFileSync(path.join(root, room, 'README.md'), 'utf8');
    const folders = readdirSync(path.join(root, room), { withFileTypes: true })
      // What commands leave there, such as results, and folders that a move left empty, hold no source.
      .filter((entry) => entry.isDirectory() && hasSource(path.join(root, room, entry.name)))
      .map(({ name }) => name);
    expect(folders.filter((name) => !text.includes(`${name}/`))).toEqual([]);
  },
);
