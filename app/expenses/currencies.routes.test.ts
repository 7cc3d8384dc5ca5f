import { expect, it } from 'vitest';
import { currencies } from '../policies/money.ts';
import { createTestApi } from '../testing/test-api.ts';

const request = async (as?: 'employee') => (await createTestApi()).request('GET /currencies', { as });

it('lists every currency that an expense can be in, with the digits after the point', async () => {
  const list: { code: string; minorDigits: number }[] = (await request('employee')).json().currencies;
  expect(list.map(({ code }) => code)).toEqual(currencies());
  const digits = new Map(list.map(({ code, minorDigits }) => [code, minorDigits]));
  expect(['EUR', 'JPY', 'KWD', 'BGN'].map((code) => digits.get(code))).toEqual([2, 0, 3, undefined]);
});

it('may be kept for a day by whoever asked', async () => {
  expect((await request('employee')).headers['cache-control']).toBe('private, max-age=86400');
});

it('is for whoever is signed in', async () => {
  expect((await request()).statusCode).toBe(401);
});
