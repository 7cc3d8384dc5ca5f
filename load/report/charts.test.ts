import { expect, test } from 'vitest';
import { arrivalChart, wantedRates } from './charts.ts';
import { aLongRecord } from './long-record.fixture.ts';
import { aRunRecord } from './run-record.fixture.ts';

test('the wanted rate is that of the time since the point before, on the way up and when held', () => {
  // From none to two a second within two seconds.
  expect(wantedRates(aRunRecord())).toEqual([0.5, 1.5, 2]);
});

test.each(['wide', 'narrow'] as const)(
  'arrivals are drawn with the wanted rate dashed beside them, and virtual users on an axis of their own: %s',
  (width) => {
    const svg = arrivalChart(aLongRecord())[width];
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    expect(texts).toEqual(expect.arrayContaining(['wanted', 'begun', 'iterations/s', 'virtual users']));
    expect(texts.filter((text) => text === 'virtual users')).toHaveLength(2);
    // 56 iterations a second and 532 virtual users: each axis has its own numbers.
    expect(texts).toEqual(expect.arrayContaining(['60', '600']));
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(1);
  },
);
