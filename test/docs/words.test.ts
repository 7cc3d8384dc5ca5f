import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readSourceTree } from '../architecture/source-tree.ts';

const ROOT = path.resolve(import.meta.dirname, '..', '..');

const sources = readSourceTree(ROOT);
const documents = globSync(['*.md', '{app,cdktf,docs,load,localstack,test}/**/*.md'], {
  cwd: ROOT,
  exclude: (name) => name.includes('node_modules'),
});

/** Lines that say what they must not, with their places. */
function found(files: readonly string[], words: RegExp): string[] {
  return files.flatMap((file) =>
    readFileSync(path.join(ROOT, file), 'utf8')
      .split('\n')
      .flatMap((line, index) => (words.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  );
}

test('defaults are called so', () => {
  expect(documents.length).toBeGreaterThan(20);
  const files = [...sources.map((file) => file.path), ...documents];
  expect(found(files, /unless\s(?:told|it says otherwise)/i)).toEqual([]);
});

test('types have the names of what they are', () => {
  const declared = sources.flatMap(({ path: file, code }) =>
    [...code.matchAll(/\b(?:interface|type|class|enum) (\w+)/g)].map(([, name = '']) => `${file}: ${name}`),
  );
  expect(declared.length).toBeGreaterThan(500);
  const words = /: (?:\w*(?:Trip|Passage|Revived)(?![a-z])\w*|(?:Tell|Said|Given|Room)s?)$/;
  expect(declared.filter((name) => words.test(name))).toEqual([]);
});
