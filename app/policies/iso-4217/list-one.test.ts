import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { currencies, displayAmount, isCurrency, minorDigits } from '../money.ts';
import kept from './currencies.json' with { type: 'json' };
import { readListOne } from './list-one.ts';

const xml = await readFile(new URL('list-one.xml', import.meta.url), 'utf8');

describe('list one of ISO 4217', () => {
  it('is what currencies.json was written from', () => {
    const { source, ...list } = kept;
    expect(list, 'run: node app/policies/iso-4217/write-currencies.ts').toEqual(readListOne(xml));
    expect(source).toContain('SIX');
  });

  it('is that of 2026', () => {
    expect(kept.published).toBe('2026-01-01');
  });

  it('agrees with a second source, CLDR, which leaves out units that are only reckoned in, and VED', () => {
    const leftOut = ['BOV', 'CHE', 'CHW', 'CLF', 'COU', 'MXV', 'USN', 'UYI', 'UYW', 'XAD', 'VED'];
    const known = new Set([...Intl.supportedValuesOf('currency'), ...leftOut]);
    expect(currencies().filter((code) => !known.has(code))).toEqual([]);
  });

  it('is read in the order of its codes, of what is counted in minor units', () => {
    const entry = (code: string, units: string) =>
      `<CcyNtry><CtryNm>X</CtryNm>${code && `<Ccy>${code}</Ccy>`}${units && `<CcyMnrUnts>${units}</CcyMnrUnts>`}</CcyNtry>`;
    const list = (...entries: readonly string[]) =>
      `<ISO_4217 Pblshd="2030-02-01"><CcyTbl>${entries.join('')}</CcyTbl></ISO_4217>`;
    const currencies = [entry('EUR', '2'), entry('BHD', '3'), entry('JPY', '0'), entry('BHD', '3')];
    const others = [
      entry('XAU', 'N.A.'),
      entry('', '2'),
      entry('XXX', ''),
      entry('AAA', '12'),
      entry('AAB', 'a1'),
      entry('AAC', '1a'),
    ];
    const { published, minorUnits } = readListOne(list(...currencies, ...others));
    expect(published).toBe('2030-02-01');
    expect(Object.entries(minorUnits)).toEqual([
      ['BHD', 3],
      ['EUR', 2],
      ['JPY', 0],
    ]);
  });

  it('is not read from another document', () => {
    const withoutDay = '<ISO_4217><CcyTbl><CcyNtry><Ccy>EUR</Ccy></CcyNtry></CcyTbl></ISO_4217>';
    const withoutList = '<ISO_4217 Pblshd="2026-01-01"><Other/></ISO_4217>';
    for (const text of [
      '',
      '<a/>',
      '<ISO_4217 Pblshd="2026-01-01"></ISO_4217>',
      'no xml',
      withoutDay,
      withoutList,
    ]) {
      expect(() => readListOne(text)).toThrow('This is not list one of ISO 4217 in XML');
    }
  });
});

describe('a currency of an expense', () => {
  it.each(['XCG', 'SLE', 'VED', 'ZWG', 'EUR', 'XOF', 'XAF', 'XPF', 'XCD'])('can be %s', (code) => {
    expect(isCurrency(code)).toBe(true);
  });

  it.each(['ANG', 'HRK', 'CUC', 'SLL', 'BGN', 'ZWL', 'XAU', 'XTS', 'XXX', 'XDR', 'XSU'])(
    'cannot be %s',
    (code) => {
      expect(isCurrency(code)).toBe(false);
    },
  );

  it('is counted as the list says', () => {
    expect(['XCG', 'JPY', 'UGX', 'ISK', 'BHD', 'TND', 'IQD', 'EUR'].map(minorDigits)).toEqual([
      2, 0, 0, 0, 3, 3, 3, 2,
    ]);
  });

  it('is still shown after it was withdrawn', () => {
    expect(displayAmount(1250, 'BGN')).toBe('12.50 BGN');
    expect(displayAmount(1250, 'ANG')).toBe('12.50 ANG');
  });
});
