import fc from 'fast-check';
import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { createCursors } from './cursor.ts';

const cursorsOf = createCursors('things', { at: Type.Integer({ minimum: 0 }), name: Type.String() });
const aPosition = fc.record({ at: fc.nat(), name: fc.string({ unit: 'grapheme' }) });

describe('a cursor', () => {
  it('gives back the position to the list it came from', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.dictionary(fc.string(), fc.string()),
        aPosition,
        (id, filters, position) => {
          const cursor = cursorsOf(id, filters).write(position);
          expect(cursorsOf(id, { ...filters }).read(cursor)).toEqual(position);
        },
      ),
    );
  });

  it('is refused for another caller, with other filters, and by another list', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), aPosition, (id, other, position) => {
        fc.pre(id !== other);
        const cursor = cursorsOf(id, { a: id }).write(position);
        const another = createCursors('others', { at: Type.Integer(), name: Type.String() });
        for (const list of [cursorsOf(other, { a: id }), cursorsOf(id, { a: other }), another(id, { a: id })])
          expect(() => list.read(cursor)).toThrow('cursor');
      }),
    );
  });

  it('is refused when its fields are not of their types, whoever made it', () => {
    const forgery = createCursors('things', { at: Type.Unknown(), name: Type.Unknown() });
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (at, name) => {
        fc.pre(!(Number.isInteger(at) && Number(at) >= 0 && typeof name === 'string'));
        expect(() => cursorsOf('ann').read(forgery('ann').write({ at, name }))).toThrow('cursor');
      }),
    );
  });

  it('is refused with one field more or less', () => {
    const more = createCursors('things', { at: Type.Integer(), name: Type.String(), more: Type.Null() });
    const less = createCursors('things', { at: Type.Integer() });
    for (const cursor of [more('ann').write({ at: 1, name: 'x', more: null }), less('ann').write({ at: 1 })])
      expect(() => cursorsOf('ann').read(cursor)).toThrow('cursor');
  });

  it('is refused when any character was changed', () => {
    fc.assert(
      fc.property(aPosition, fc.nat(), fc.constantFrom('A', 'b', '0', '-', '%', '='), (position, at, c) => {
        const cursor = cursorsOf('ann').write(position);
        const index = at % cursor.length;
        const changed = cursor.slice(0, index) + c + cursor.slice(index + 1);
        fc.pre(changed !== cursor);
        // A change can hit a field and give another position of the same list; nothing else is let through.
        try {
          expect(cursorsOf('ann').write(cursorsOf('ann').read(changed))).toBe(changed);
        } catch (error) {
          expect(String(error)).toContain('cursor');
        }
      }),
    );
  });

  it('is refused when it is any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String()), (text) => {
        expect(() => cursorsOf('ann').read(text)).toThrow('cursor');
      }),
    );
  });
});
