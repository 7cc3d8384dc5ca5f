import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { isWithin } from './rooms.ts';
import { readSourceTree } from './source-tree.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const dockerfile = readFileSync(resolve(ROOT, 'localstack/containers/Dockerfile'), 'utf8');
const tree = new Map(readSourceTree(ROOT).map((file) => [file.path, file]));

/** What a stage copies from the checkout, and what the stage copies that it begins with. */
function copiedInto(stage: string): string[] {
  const [, base = '', body = ''] =
    new RegExp(`^FROM (\\S+) AS ${stage}\\n((?:(?!FROM ).*\\n?)*)`, 'm').exec(dockerfile) ?? [];
  const copied = [...body.matchAll(/^COPY --from=build \/srv\/(\S+) /gm)].map(([, path = '']) => path);
  return base.includes(':') || base === '' ? copied : [...copiedInto(base), ...copied];
}

/** The files that a program loads, now or later. */
function loadedBy(program: string): string[] {
  const reached = new Set([program]);
  for (const path of reached) {
    for (const { target, isTypeOnly } of tree.get(path)?.imports ?? []) {
      if (!isTypeOnly && tree.has(target)) reached.add(target);
    }
  }
  return [...reached];
}

test.each([
  ['run', 'localstack/containers/main.ts'],
  ['run', 'localstack/containers/provision.ts'],
  ['load', 'load/run/main.ts'],
])('the image %s has all that %s loads', (stage, program) => {
  const copied = copiedInto(stage);
  const loaded = loadedBy(program);
  expect(loaded.length).toBeGreaterThan(10);
  expect(loaded.filter((path) => !copied.some((place) => isWithin(path, place)))).toEqual([]);
});
