import { minorDigits } from './money.ts';
import { referenceAmount } from './reference-amount.ts';

/** An approver: one person, or anyone with a role. The same text is the key of their queue. */
export type Approver = `USER#${string}` | 'ROLE#finance' | 'ROLE#admin';

/** One step of an approval: the approvers in the order in which they are asked, the next one when nobody decides. */
export interface ChainStep {
  readonly name: 'manager' | 'finance';
  readonly approvers: readonly Approver[];
}

const day = 24 * 60 * 60;

/**
 * The company's approval policy: change it here and nowhere else. Limits are whole units of the reference
 * currency; an amount in another currency is compared by `ratesPerReference` (units for one of the reference),
 * which are the company's own round figures, fixed so that the same expense always needs the same approvals. A currency
 * without a rate needs all of them.
 */
export const approvalPolicy = {
  referenceCurrency: 'EUR',
  /** Up to and including this an expense is approved automatically, if the owner has a manager who could be asked. */
  autoApproveUpTo: 25,
  /** The limit of one person's automatic approvals together, submitted on one day (UTC). */
  autoApprovePerDay: 50,
  /** The same in one month. */
  autoApprovePerMonth: 200,
  /** Up to and including this the manager decides alone; above it finance decides after the manager. */
  managerAloneUpTo: 1000,
  /** As of 2026-11-01. */
  ratesPerReference: {
    EUR: 1,
    USD: 1.15,
    GBP: 0.87,
    CHF: 0.93,
    SEK: 11,
    NOK: 11.7,
    DKK: 7.46,
    PLN: 4.25,
    CZK: 24.3,
    JPY: 175,
    CAD: 1.6,
    AUD: 1.77,
    INR: 102,
    KWD: 0.35,
  } as Readonly<Record<string, number>>,
  /** Seconds until an approver is reminded. */
  remindAfter: 2 * day,
  /** Seconds from the reminder until the step goes to the next approver. */
  escalateAfter: 3 * day,
} as const;

/** What the policy needs to know of an expense and of its owner. */
export interface ChainInput {
  /** Integer, in minor units of `currency`. */
  readonly amount: number;
  readonly currency: string;
  readonly ownerId: string;
  readonly managerId?: string | undefined;
  /** The manager's own manager, who is asked when the manager does not decide. */
  readonly secondManagerId?: string | undefined;
}

/**
 * The amount that an automatic approval counts against the limits of the owner's day and month: minor units of the
 * reference currency. Undefined when somebody has to approve the expense.
 */
export function autoApprovalAmount(input: ChainInput, policy = approvalPolicy): number | undefined {
  if (!managerStep(input)) return undefined;
  const sum = referenceAmount(input.amount, input.currency, policy);
  // Stryker disable next-line ConditionalExpression: for the compiler; undefined is not less than anything either.
  return sum !== undefined && sum <= minorUnits(policy.autoApproveUpTo, policy) ? sum : undefined;
}

/** A period with a limit in minor units of the reference currency. */
export interface LimitedPeriod {
  readonly name: `DAY#${string}` | `MONTH#${string}`;
  readonly limit: number;
}

/** The day and the month for which an expense counts that is submitted `at`. */
export function autoApprovalPeriods(at: Date, policy = approvalPolicy): LimitedPeriod[] {
  const moment = at.toISOString();
  return [
    { name: `DAY#${moment.slice(0, 10)}`, limit: minorUnits(policy.autoApprovePerDay, policy) },
    { name: `MONTH#${moment.slice(0, 7)}`, limit: minorUnits(policy.autoApprovePerMonth, policy) },
  ];
}

/** The steps of an approval in order, when people are asked. */
export function approvalChain(input: ChainInput, policy = approvalPolicy): [ChainStep, ...ChainStep[]] {
  const amount = referenceAmount(input.amount, input.currency, policy) ?? Number.POSITIVE_INFINITY;
  const manager = managerStep(input);
  const finance: ChainStep = { name: 'finance', approvers: ['ROLE#finance', 'ROLE#admin'] };
  if (!manager) return [finance];
  return amount <= minorUnits(policy.managerAloneUpTo, policy) ? [manager] : [manager, finance];
}

function minorUnits(limit: number, { referenceCurrency }: typeof approvalPolicy): number {
  return limit * 10 ** minorDigits(referenceCurrency);
}

/**
 * The manager's step with its line of approvers: the manager, the manager's manager, finance, the admins. Undefined
 * without a manager. Nobody approves their own expense, so a person who is their own manager counts as having none.
 */
export function managerStep({
  ownerId,
  managerId,
  secondManagerId,
}: Pick<ChainInput, 'ownerId' | 'managerId' | 'secondManagerId'>): ChainStep | undefined {
  if (managerId === undefined || managerId === ownerId) return undefined;
  const above =
    secondManagerId === undefined || secondManagerId === ownerId || secondManagerId === managerId
      ? ('ROLE#finance' as const)
      : (`USER#${secondManagerId}` as const);
  const last: Approver[] = above === 'ROLE#finance' ? [] : ['ROLE#finance'];
  return { name: 'manager', approvers: [`USER#${managerId}`, above, ...last, 'ROLE#admin'] };
}
