import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readSourceTree } from './source-tree.ts';

const tree = readSourceTree(resolve(import.meta.dirname, '../..'));

test('app/app.ts joins the routes of every feature', () => {
  const joined = tree.find(({ path }) => path === 'app/app.ts')?.imports.map(({ target }) => target) ?? [];
  const routes = tree.map(({ path }) => path).filter((path) => /^app\/.*\.routes\.ts$/.test(path));
  expect(routes.length).toBeGreaterThan(2);
  expect(routes.filter((path) => !joined.includes(path))).toEqual([]);
});
