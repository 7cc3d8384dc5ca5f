import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Scope, scopeNames, scopes } from './scopes.ts';
import { isLower, percentOf, scoreOf } from './score.ts';
import { readScores, withScores } from './table.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');
const document = await readFile(resolve(ROOT, 'docs', 'testing.md'), 'utf8');

const filesOf = (pattern: string) => globSync(pattern, { cwd: ROOT });

describe('docs/testing.md', () => {
  it('keeps the score of every scope, as `npm run mutate` writes it', () => {
    expect(Object.keys(readScores(document))).toEqual(scopeNames);
  });

  it('keeps other scores in the same place', () => {
    const money = { mutants: 1000, survivors: 1 };
    const other = withScores(document, { ...readScores(document), money });
    expect(other).toContain(' 99.9 % |');
    expect(readScores(other)).toEqual({ ...readScores(document), money });
    expect(withScores(other, readScores(document))).toBe(document);
  });

  it.each([
    ['a score that its counts do not give', document.replace(/\d+\.\d %/, '100.1 %')],
    ['a scope that there is not', document.replace('| `money`', '| `mercy`')],
    ['no table', 'Testing'],
  ])('is refused with %s', (_, text) => {
    expect(() => readScores(text)).toThrow(expect.objectContaining({ code: 'ScoreTableUnreadable' }));
  });
});

describe.each(scopeNames)('the scope %s', (name) => {
  const { mutate, tests, only = [] }: Scope = scopes[name];

  it('has code behind each of its globs', () => {
    for (const pattern of mutate) expect(filesOf(pattern)).not.toEqual([]);
  });

  it('has tests', () => {
    for (const pattern of only) expect(filesOf(pattern)).not.toEqual([]);
    expect(filesOf(`${tests}/**/*.test.ts`)).not.toEqual([]);
  });
});

describe('a score', () => {
  const killed = { status: 'Killed' };
  const survived = { status: 'Survived' };

  it('counts what tests noticed against what they did not, reached or not', () => {
    const others = ['Timeout', 'NoCoverage', 'Ignored', 'CompileError', 'RuntimeError'];
    const score = scoreOf([killed, survived, ...others.map((status) => ({ status }))]);
    expect(score).toEqual({ mutants: 4, survivors: 2 });
    expect(percentOf(score)).toBe(50);
  });

  it('is full only where nothing survived', () => {
    expect(percentOf({ mutants: 10_000, survivors: 1 })).toBe(99.9);
    expect(percentOf({ mutants: 3, survivors: 0 })).toBe(100);
    expect(percentOf({ mutants: 0, survivors: 0 })).toBe(100);
  });

  it('is lower by one survivor more, and by a noticed mutant less, but not by more of both', () => {
    const count = fc.integer({ min: 1, max: 10_000 });
    fc.assert(
      fc.property(count, count, count, (noticed, survivors, times) => {
        const before = { mutants: noticed + survivors, survivors };
        expect(isLower({ mutants: before.mutants, survivors: survivors + 1 }, before)).toBe(true);
        expect(isLower({ mutants: before.mutants - 1, survivors }, before)).toBe(true);
        expect(isLower({ mutants: before.mutants * times, survivors: survivors * times }, before)).toBe(
          false,
        );
        expect(isLower({ mutants: before.mutants, survivors: survivors - 1 }, before)).toBe(false);
      }),
    );
  });
});
