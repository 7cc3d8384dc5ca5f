import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { isWithin } from './rooms.ts';
import { isTest, readSourceTree, type SourceFile } from './source-tree.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const tree = readSourceTree(ROOT);

type Manifest = Readonly<Record<'dependencies' | 'devDependencies' | 'peerDependencies', object>>;
const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(resolve(ROOT, folder, 'package.json'), 'utf8')) as Manifest;

/** What is installed for those who install the package. */
const PACKED = ['cli', 'embedded', 'local-aws', 'provision', 'index.ts', 'vitest.ts'].map(
  (room) => `localstack/${room}`,
);
/** Of the repository's other rooms, the package takes these along. */
const TAKEN_ALONG = ['locks/lock.ts', 'preflight/command-line.ts', 'preflight/nearest.ts'];
/** Loaded in the repository alone, where Lambda's worker is a source that has to be built. */
const OF_THE_REPOSITORY = ['esbuild'];

/** The packages that files load when they run, by `import`, `import()` or a text that `require` is given. */
function loadedBy(files: readonly SourceFile[]): Set<string> {
  const imported = files
    .flatMap(({ imports }) => imports)
    .filter(({ isOurs, isTypeOnly, target }) => !isOurs && !isTypeOnly && /^[@a-z]/.test(target))
    .filter(({ target }) => !target.startsWith('node:'))
    .map(({ target }) => target.split('/', target.startsWith('@') ? 2 : 1).join('/'));
  return new Set(imported);
}

const packed = tree.filter(
  ({ path }) => [...PACKED, ...TAKEN_ALONG].some((place) => isWithin(path, place)) && !isTest(path),
);

test('what is packed loads what the package depends on, and nothing else', () => {
  const { dependencies, peerDependencies } = manifestOf('localstack');
  const known = [...Object.keys(dependencies), ...Object.keys(peerDependencies), ...OF_THE_REPOSITORY];
  expect([...loadedBy(packed)].filter((name) => !known.includes(name))).toEqual([]);
});

test('the package depends on nothing that it does not load', () => {
  const loaded = loadedBy(packed);
  const isNamed = (name: string) => packed.some(({ code }) => code.includes(`'${name}`));
  const { dependencies } = manifestOf('localstack');
  const unused = Object.keys(dependencies).filter((name) => !loaded.has(name) && !isNamed(name));
  expect(unused).toEqual([]);
});

test('Lambda functions of the product load what the product depends on', () => {
  const product = tree.filter(({ path }) => isWithin(path, 'app/lambda') && !isTest(path));
  const reached = new Set(product);
  const byPath = new Map(tree.map((file) => [file.path, file]));
  for (const { imports } of reached) {
    for (const { target, isTypeOnly } of imports) {
      const file = byPath.get(target);
      if (file && !isTypeOnly) reached.add(file);
    }
  }
  const { dependencies } = manifestOf('.');
  expect(reached.size).toBeGreaterThan(product.length);
  expect([...loadedBy([...reached])].filter((name) => !Object.hasOwn(dependencies, name))).toEqual([]);
});
