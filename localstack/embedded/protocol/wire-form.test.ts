import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { base64, isoSeconds, toWire } from './wire.ts';

describe('the JSON form of an output', () => {
  const at = new Date('2026-01-31T12:00:00.500Z');

  test('has dates as seconds or as text, and bytes as base64, at every depth', () => {
    const output = { at, list: [at, { bytes: Buffer.from('abc') }], plain: 'a', none: null };
    expect(toWire(output)).toEqual({
      at: at.getTime() / 1000,
      list: [at.getTime() / 1000, { bytes: 'YWJj' }],
      plain: 'a',
      none: null,
    });
    expect(toWire(output, 'iso-8601')).toMatchObject({
      at: '2026-01-31T12:00:00.500Z',
      list: ['2026-01-31T12:00:00.500Z', { bytes: 'YWJj' }],
    });
  });

  test('leaves what it was given as it was', () => {
    const inner = [at, 'a'];
    const output = { inner, at };
    toWire(output);
    expect(output).toEqual({ inner: [at, 'a'], at });
    expect(output.inner).toBe(inner);
  });

  test('is the output itself where there is nothing to write otherwise', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(toWire(value)).toBe(value);
      }),
    );
  });

  test('takes nothing from beside the bytes', () => {
    expect(base64(Buffer.from('xxabcxx').subarray(2, 5))).toBe('YWJj');
  });

  test('says no fraction of a second that is none', () => {
    expect(isoSeconds(new Date(0))).toBe('1970-01-01T00:00:00Z');
    expect(isoSeconds(new Date(1))).toBe('1970-01-01T00:00:00.001Z');
  });
});
