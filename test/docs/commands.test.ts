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
