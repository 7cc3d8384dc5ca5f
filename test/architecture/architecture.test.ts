import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allowedFor, isWithin, ROOMS, roomOf } from './rooms.ts';
import type { Rule } from './rule.ts';
import { RULES } from './rules.ts';
import { isTest, parseSource, readSourceTree, type SourceFile } from './source-tree.ts';

const tree = readSourceTree(resolve(import.meta.dirname, '../..'));

const violations = (rule: Rule, files: readonly SourceFile[]) =>
  rule.violations(files.filter(rule.files), files);

describe('what the rules look at', () => {
  test('is the whole source: rules about no files would hold', () => {
    expect(tree.length).toBeGreaterThan(1_000);
    expect(tree.flatMap((file) => file.imports).length).toBeGreaterThan(4 * tree.length);
  });

  test.each(ROOMS)('is in the room $path too', ({ path }) => {
    expect(tree.filter((file) => isWithin(file.path, path)).length).toBeGreaterThan(0);
  });

  test.each(RULES)('is not nothing: $name', (rule) => {
    expect(tree.filter(rule.files).length).toBeGreaterThan(0);
  });
});

test.each(RULES)('$name', (rule) => {
  expect(violations(rule, tree), rule.reason).toEqual([]);
});

describe('a rule that is broken is noticed, and no other is', () => {
  const cases = RULES.flatMap((rule) => rule.broken.map((example) => ({ rule, example: [example].flat() })));

  test('each rule has an example', () => {
    expect(RULES.filter((rule) => rule.broken.length === 0).map(({ name }) => name)).toEqual([]);
  });

  test.each(cases)('$rule.name: $example.0.path', ({ rule, example }) => {
    const added = example.map(({ path, text }) => parseSource(path, text));
    const all = [...tree, ...added];
    const noticing = RULES.filter((one) => one.violations(added.filter(one.files), all).length > 0);
    expect(noticing.map(({ name }) => name)).toEqual([rule.name]);
  });

  const [rooms] = RULES as [Rule];
  test.each(ROOMS)('an import from $path of what its list does not name', (from) => {
    const refused = ROOMS.filter((to) => to !== from)
      .flatMap((to) => tree.filter((file) => roomOf(file.path) === to).slice(0, 1))
      .filter(
        (to) => !allowedFor(from, isTest(`${from.path}/broken.ts`)).some((place) => isWithin(to.path, place)),
      );
    const path = from.path.endsWith('.ts') ? from.path : `${from.path}/broken.ts`;
    const broken: SourceFile = {
      path,
      code: '',
      lines: 1,
      imports: refused.map((to) => ({ target: to.path, isOurs: true, isTypeOnly: true })),
    };
    expect(violations(rooms, [broken])).toEqual(refused.map((to) => `${path} → ${to.path}`));
  });
});
