import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergePatch } from './merge-patch.ts';

it('a merge patch follows the examples of RFC 7396 that are flat', () => {
  expect(mergePatch({ a: 'b' }, { a: 'c' })).toEqual({ a: 'c' });
  expect(mergePatch<{ a: string; b?: string }, { b: string }>({ a: 'b' }, { b: 'c' })).toEqual({
    a: 'b',
    b: 'c',
  });
  expect(mergePatch({ a: 'b' }, { a: null })).toEqual({});
  expect(mergePatch({ a: 'b', b: 'c' }, { a: null })).toEqual({ b: 'c' });
  expect(mergePatch({ a: ['b'] }, { a: [] })).toEqual({ a: [] });
});

it('a merge patch that was made is made again without effect, and changes no target', () => {
  const flat = fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.string()));
  const patch = fc.dictionary(fc.string(), fc.option(fc.integer()));
  fc.assert(
    fc.property(flat, patch, (target: Record<string, unknown>, change: Record<string, unknown>) => {
      const before = structuredClone(target);
      const once = mergePatch(target, change);
      expect(mergePatch(once, change)).toEqual(once);
      expect(target).toEqual(before);
      for (const [name, value] of Object.entries(change))
        expect(Object.hasOwn(once, name)).toBe(value !== null);
    }),
  );
});
