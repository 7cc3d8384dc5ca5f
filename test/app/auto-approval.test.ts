import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { approvalPolicy } from '../../app/policies/approval-policy.ts';
import { as, expectStatus } from './support/api.ts';
import { advance, setBackground, targetTime } from './support/clock.ts';
import { aDraft, aSubmitted, type ExpenseView, hasStatus, isWaiting, SMALL } from './support/expenses.ts';
import { setFaults } from './support/faults.ts';
import { aPerson, aReport, aTeam, type Person, signInAgain, type Team } from './support/people.ts';
import { withoutClock } from './support/target.ts';

/** In cents, as the expenses here are. */
const perDay = approvalPolicy.autoApprovePerDay * 100;
const perMonth = approvalPolicy.autoApprovePerMonth * 100;

let team: Team;
beforeAll(async () => {
  team = await aTeam();
});

const isUnasked = ({ approval }: ExpenseView) => approval?.steps.length === 0;
const sumOf = (expenses: readonly ExpenseView[]) => expenses.reduce((sum, { amount }) => sum + amount, 0);
const submit = async (owner: Person, { id }: ExpenseView) =>
  expectStatus(await as(owner).post<ExpenseView>(`/expenses/${id}/submit`), 200);

describe('an expense that nobody is asked about', () => {
  it('is one up to the limit of the day: the others wait for the manager', async () => {
    const owner = await aReport(team);
    const submitted: ExpenseView[] = [];
    for (let count = 0; count < 8; count++) submitted.push(await aSubmitted(owner, { amount: SMALL }));
    const [first, second, ...others] = submitted;
    for (const { id } of [first, second] as ExpenseView[]) await hasStatus(owner, id, 'approved');
    for (const { id } of others) {
      const { approval } = await isWaiting(owner, id);
      expect(approval?.steps).toMatchObject([{ approver: { userId: team.manager.id } }]);
    }
    expect(others).toHaveLength(6);
  });

  it('may be smaller where there is less room', async () => {
    const owner = await aReport(team);
    const amounts = [SMALL, SMALL - 100, SMALL, 100, 1];
    const unasked: boolean[] = [];
    for (const amount of amounts) unasked.push(isUnasked(await aSubmitted(owner, { amount })));
    expect(unasked).toEqual([true, true, false, true, false]);
  });

  it('needs a manager who could have been asked', async () => {
    const { approval } = await aSubmitted(await aPerson(), { amount: SMALL });
    expect(approval?.steps.map(({ name }) => name)).toEqual(['finance']);
  });

  it('never passes the limit, whatever is submitted at once, and nothing is lost', async () => {
    const rounds = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const owner = await aReport(team);
        const [one, two, three] = [SMALL, SMALL, SMALL].map((amount) => aDraft(owner, { amount }));
        const before = await submit(owner, (await one) as ExpenseView);
        const atOnce = await Promise.all(
          [two, three].map(async (draft) => submit(owner, (await draft) as ExpenseView)),
        );
        return [before, ...atOnce];
      }),
    );
    for (const submitted of rounds) expect(sumOf(submitted.filter(isUnasked))).toBe(perDay);
  });

  it('is counted once for a submission that is repeated with its key', async () => {
    const owner = await aReport(team);
    const draft = await aDraft(owner, { amount: SMALL });
    const key = { 'idempotency-key': 'once' };
    for (let count = 0; count < 3; count++) {
      const answer = await as(owner).post<ExpenseView>(`/expenses/${draft.id}/submit`, undefined, key);
      expect(isUnasked(expectStatus(answer, 200))).toBe(true);
    }
    expect(isUnasked(await aSubmitted(owner, { amount: perDay - SMALL }))).toBe(true);
    expect(isUnasked(await aSubmitted(owner, { amount: 1 }))).toBe(false);
  });
});

describe.skipIf(withoutClock)(`the counters of a person ${withoutClock}`, () => {
  afterEach(() => setFaults());

  it('count a submission once whose answer was lost', async () => {
    const owner = await aReport(team);
    const draft = await aDraft(owner, { amount: SMALL });
    await setFaults({ service: 'dynamodb', operation: 'TransactWriteItems', fail: 'drop', times: 1 });
    expect(isUnasked(await submit(owner, draft))).toBe(true);
    await hasStatus(owner, draft.id, 'approved');
    expect(isUnasked(await aSubmitted(owner, { amount: perDay - SMALL }))).toBe(true);
    expect(isUnasked(await aSubmitted(owner, { amount: 1 }))).toBe(false);
  });

  it('begin anew with each day, up to the limit of the month, and with each month', async () => {
    await setBackground(false);
    let owner = await aReport(team);
    // From the first of a month on, so that the days of the test are in one.
    const now = await targetTime();
    const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1, 1));
    await advance(`PT${Math.ceil((first.getTime() - now.getTime()) / 1000)}S`);
    for (let granted = 0; granted < perMonth; granted += perDay) {
      owner = await signInAgain(owner);
      expect(isUnasked(await aSubmitted(owner, { amount: SMALL }))).toBe(true);
      expect(isUnasked(await aSubmitted(owner, { amount: perDay - SMALL }))).toBe(true);
      expect(isUnasked(await aSubmitted(owner, { amount: 1 }))).toBe(false);
      await advance('P1D');
    }
    owner = await signInAgain(owner);
    expect(isUnasked(await aSubmitted(owner, { amount: 1 }))).toBe(false);
    await advance('P31D');
    owner = await signInAgain(owner);
    expect(isUnasked(await aSubmitted(owner, { amount: SMALL }))).toBe(true);
    await setBackground(true);
  });
});
