import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approvalChain, approvalPolicy, autoApprovalAmount, autoApprovalPeriods } from './approval-policy.ts';
import { currencies, displayAmount, isCurrency, minorDigits } from './money.ts';
import { referenceAmount } from './reference-amount.ts';

const anyCurrency = fc.constantFrom(...currencies());
const rated = fc.constantFrom(...Object.keys(approvalPolicy.ratesPerReference));
const amounts = fc.integer({ min: 1, max: 1_000_000_000_000 });
const person = fc.constantFrom('a', 'b', 'c', undefined);
const input = (amount: number, currency: string, managerId?: string, secondManagerId?: string) => ({
  amount,
  currency,
  ownerId: 'a',
  managerId,
  secondManagerId,
});
/** The steps of an expense, none where nobody is asked while there is room for it. */
const chain = (...given: Parameters<typeof input>) =>
  autoApprovalAmount(input(...given)) === undefined ? approvalChain(input(...given)) : [];

describe('money', () => {
  it('shows an amount exactly: reading it back gives the same number', () => {
    fc.assert(
      fc.property(amounts, anyCurrency, (amount, currency) => {
        const [number = '', code] = displayAmount(amount, currency).split(' ');
        expect(code).toBe(currency);
        expect(Number(number.replace('.', ''))).toBe(amount);
        expect(number.split('.')[1]?.length ?? 0).toBe(minorDigits(currency));
        expect(displayAmount(-amount, currency)).toBe(`-${number} ${code}`);
      }),
    );
  });

  it.each([
    [1250, 'EUR', '12.50 EUR'],
    [5, 'EUR', '0.05 EUR'],
    [-5, 'EUR', '-0.05 EUR'],
    [0, 'EUR', '0.00 EUR'],
    [1250, 'JPY', '1250 JPY'],
    [1250, 'KWD', '1.250 KWD'],
  ])('shows %d %s as %s', (amount, currency, shown) => {
    expect(displayAmount(amount, currency)).toBe(shown);
  });

  it('knows the digits of ISO 4217, not those of CLDR', () => {
    expect(['EUR', 'JPY', 'KWD', 'HUF', 'ALL', 'CLF'].map(minorDigits)).toEqual([2, 0, 3, 2, 2, 4]);
  });

  it('takes no metals, tests, lower case or nonsense for a currency', () => {
    for (const code of ['XAU', 'XTS', 'XXX', 'XDR', 'eur', 'EURO', '', '__proto__']) {
      expect(isCurrency(code)).toBe(false);
    }
    expect(() => minorDigits('XXX')).toThrow(new RangeError('XXX is not a currency of ISO 4217'));
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
        expect(names).toEqual(['finance']);
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

  it('asks somebody when there is no room for more that nobody is asked about', () => {
    expect(approvalChain(input(2500, 'EUR', 'b')).map(({ name }) => name)).toEqual(['manager']);
  });

  it('escalates to the second manager, then finance, then admins', () => {
    expect(chain(5000, 'EUR', 'b', 'c')[0]?.approvers).toEqual([
      'USER#b',
      'USER#c',
      'ROLE#finance',
      'ROLE#admin',
    ]);
    expect(chain(5000, 'EUR', 'b', 'a')[0]?.approvers).toEqual(['USER#b', 'ROLE#finance', 'ROLE#admin']);
    expect(chain(5000, 'EUR', 'b')[0]?.approvers).toEqual(['USER#b', 'ROLE#finance', 'ROLE#admin']);
    expect(chain(5000, 'EUR', 'b', 'b')[0]?.approvers).toEqual(['USER#b', 'ROLE#finance', 'ROLE#admin']);
    expect(chain(5000, 'EUR')[0]?.approvers).toEqual(['ROLE#finance', 'ROLE#admin']);
  });

  it('reminds after 48 hours, and escalates 72 hours later', () => {
    const hours = (seconds: number) => seconds / 3600;
    expect([approvalPolicy.remindAfter, approvalPolicy.escalateAfter].map(hours)).toEqual([48, 72]);
  });
});

describe('what nobody is asked about', () => {
  it.each([
    [2500, 'EUR', 2500],
    [1, 'EUR', 1],
    [1, 'USD', 1],
    [1150, 'USD', 1000],
    [1151, 'USD', 1001],
    [175, 'JPY', 100],
    [8750, 'KWD', 2500],
  ])('counts %d %s as %d cents', (amount, currency, cents) => {
    expect(autoApprovalAmount(input(amount, currency, 'b'))).toBe(cents);
  });

  it('is counted in whole cents, never as less than it is worth', () => {
    fc.assert(
      fc.property(amounts, rated, (amount, currency) => {
        const cents = referenceAmount(amount, currency, approvalPolicy) ?? 0;
        expect(Number.isSafeInteger(cents)).toBe(true);
        const worth =
          (amount / 10 ** minorDigits(currency) / (approvalPolicy.ratesPerReference[currency] ?? 0)) * 100;
        // A division of floating point numbers is right to about 16 digits.
        expect(cents).toBeGreaterThanOrEqual(worth * (1 - 1e-12));
        expect(cents).toBeLessThan(worth * (1 + 1e-12) + 1);
      }),
    );
  });

  it.each([0, -1, 1e-7, 1e21, Number.NaN])('is not counted by %d, which is no rate', (rate) => {
    const rates = { referenceCurrency: 'EUR', ratesPerReference: { USD: rate } };
    expect(() => referenceAmount(1, 'USD', rates)).toThrow(new RangeError(`${rate} is not a rate`));
  });

  it('needs a manager who could be asked', () => {
    expect(autoApprovalAmount(input(2500, 'EUR'))).toBeUndefined();
    expect(autoApprovalAmount(input(2500, 'EUR', 'a'))).toBeUndefined();
  });

  it('needs a rate', () => {
    expect(autoApprovalAmount(input(1, 'MRU', 'b'))).toBeUndefined();
    expect(autoApprovalAmount(input(1, '__proto__', 'b'))).toBeUndefined();
  });

  it('has limits for the day and the month, by UTC', () => {
    expect(autoApprovalPeriods(new Date('2026-11-29T23:59:59.999Z'))).toEqual([
      { name: 'DAY#2026-11-29', limit: 5000 },
      { name: 'MONTH#2026-11', limit: 20_000 },
    ]);
  });
});

it('docs/security.md names the limits of the policy', async () => {
  const text = await readFile(new URL('../../docs/security.md', import.meta.url), 'utf8');
  const { autoApproveUpTo, autoApprovePerDay, autoApprovePerMonth, referenceCurrency } = approvalPolicy;
  const documented = text.match(new RegExp(`\\d+ ${referenceCurrency}`, 'g'));
  const limits = [autoApproveUpTo, autoApprovePerDay, autoApprovePerMonth];
  expect(documented).toEqual(limits.map((limit) => `${limit} ${referenceCurrency}`));
});
