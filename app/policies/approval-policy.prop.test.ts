import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approvalChain, approvalPolicy } from './approval-policy.ts';
import { currencies, displayAmount, isCurrency, minorDigits } from './money.ts';

const anyCurrency = fc.constantFrom(...currencies());
const rated = fc.constantFrom(...Object.keys(approvalPolicy.ratesPerReference));
const amounts = fc.integer({ min: 1, max: 1_000_000_000_000 });
const person = fc.constantFrom('a', 'b', 'c', undefined);
const chain = (amount: number, currency: string, managerId?: string, secondManagerId?: string) =>
  approvalChain({ amount, currency, ownerId: 'a', managerId, secondManagerId });

describe('money', () => {
  it('shows an amount exactly: reading it back gives the same number', () => {
    fc.assert(
      fc.property(amounts, anyCurrency, (amount, currency) => {
        const [number = '', code] = displayAmount(amount, currency).split(' ');
        expect(code).toBe(currency);
        expect(Number(number.replace('.', ''))).toBe(amount);
        expect(number.split('.')[1]?.length ?? 0).toBe(minorDigits(currency));
      }),
    );
  });

  it('knows the digits of ISO 4217, not those of CLDR', () => {
    expect(['EUR', 'JPY', 'KWD', 'HUF', 'ALL', 'CLF'].map(minorDigits)).toEqual([2, 0, 3, 2, 2, 4]);
  });

  it('takes no metals, tests, lower case or nonsense for a currency', () => {
    for (const code of ['XAU', 'XTS', 'XXX', 'XDR', 'eur', 'EURO', '', '__proto__']) {
      expect(isCurrency(code)).toBe(false);
    }
    expect(() => minorDigits('XXX')).toThrow(RangeError);
  });
});

describe('the approval chain', () => {
  it('never asks the owner', () => {
    fc.assert(
      fc.property(amounts, anyCurrency, person, person, (amount, currency, manager, second) => {
        for (const { approvers } of chain(amount, currency, manager, second)) {
          expect(approvers).not.toContain('USER#a');
          expect(approvers.at(-1)).toBe('ROLE#admin');
          expect(new Set(approvers).size).toBe(approvers.length);
        }
      }),
    );
  });

  it('never grows shorter with the amount', () => {
    fc.assert(
      fc.property(amounts, amounts, anyCurrency, person, (one, other, currency, manager) => {
        const [less, more] = one < other ? [one, other] : [other, one];
        expect(chain(less, currency, manager).length).toBeLessThanOrEqual(
          chain(more, currency, manager).length,
        );
      }),
    );
  });

  it('asks finance wherever there is no manager', () => {
    fc.assert(
      fc.property(amounts, rated, fc.constantFrom('a', undefined), (amount, currency, manager) => {
        const names = chain(amount, currency, manager).map(({ name }) => name);
        expect(names.length === 0 || names.join() === 'finance').toBe(true);
      }),
    );
  });

  it.each([
    [2500, 'EUR', []],
    [2501, 'EUR', ['manager']],
    [100_000, 'EUR', ['manager']],
    [100_001, 'EUR', ['manager', 'finance']],
    [4375, 'JPY', []],
    [4376, 'JPY', ['manager']],
    [8750, 'KWD', []],
    [8751, 'KWD', ['manager']],
    [1, 'MRU', ['manager', 'finance']],
  ])('sends %d %s to %j', (amount, currency, names) => {
    expect(chain(amount, currency, 'b').map(({ name }) => name)).toEqual(names);
  });

  it('escalates to the second manager, then finance, then admins', () => {
    expect(chain(5000, 'EUR', 'b', 'c')[0]?.approvers).toEqual([
      'USER#b',
      'USER#c',
      'ROLE#finance',
      'ROLE#admin',
    ]);
    expect(chain(5000, 'EUR', 'b', 'a')[0]?.approvers).toEqual(['USER#b', 'ROLE#finance', 'ROLE#admin']);
    expect(chain(5000, 'EUR')[0]?.approvers).toEqual(['ROLE#finance', 'ROLE#admin']);
  });
});
