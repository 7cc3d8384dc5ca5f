import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { as, expectProblem, expectStatus } from './support/api.ts';
import { advance, setBackground } from './support/clock.ts';
import { aDraft, approve, type ExpenseView, hasStatus, isWaiting, LARGE } from './support/expenses.ts';
import { aTeam, type Person, signInAgain, type Team } from './support/people.ts';
import { withoutClock } from './support/target.ts';

let team: Team;
beforeAll(async () => {
  team = await aTeam();
  if (!withoutClock) await setBackground(false);
});
afterAll(async () => {
  if (!withoutClock) await setBackground(true);
});

/** As long as a description may be, in characters of four bytes. */
const longText = (turn: number) => (turn % 2 ? '🧾' : '🍽').repeat(1000);

/** Changes a draft, sitting after sitting, until the API refuses to let it grow; answers with its last version. */
async function filled(owner: Person, draft: ExpenseView): Promise<{ owner: Person; draft: ExpenseView }> {
  let [person, expense] = [owner, draft];
  for (let turn = 0; turn < 100; turn++) {
    await advance('PT31M');
    person = await signInAgain(person);
    const change = { description: longText(turn), tags: [longText(turn).slice(0, 80)] };
    const answer = await as(person).patch<ExpenseView>(`/expenses/${expense.id}`, change, {
      'if-match': expense.etag,
    });
    if (answer.status !== 200) {
      expectProblem(answer, 409, 'expense.too-long');
      return { owner: person, draft: expense };
    }
    expense = answer.body;
  }
  throw new Error('The draft grew without an end');
}

describe.skipIf(withoutClock)(`a draft that was filled to the brim ${withoutClock}`, () => {
  it('can still be submitted and approved, with the longest comments', async () => {
    const { owner, draft } = await filled(team.employee, await aDraft(team.employee, { amount: LARGE }));
    expectStatus(await as(owner).post(`/expenses/${draft.id}/submit`), 200);
    await isWaiting(owner, draft.id);
    const comment = '🧾'.repeat(500);
    const [manager, finance] = await Promise.all([signInAgain(team.manager), signInAgain(team.finance)]);
    expectStatus(await approve(manager, draft.id, { comment }), 200);
    await isWaiting(owner, draft.id, 1);
    expectStatus(await approve(finance, draft.id, { comment }), 200);
    await hasStatus(owner, draft.id, 'approved');
  });

  it('can still be recalled, and deleted', async () => {
    const owner = await signInAgain(team.employee);
    const full = await filled(owner, await aDraft(owner));
    const path = `/expenses/${full.draft.id}`;
    expectStatus(await as(full.owner).post(`${path}/submit`), 200);
    await isWaiting(full.owner, full.draft.id);
    const recalled = expectStatus(await as(full.owner).post<ExpenseView>(`${path}/recall`), 200);
    expect(recalled.status).toBe('draft');
    expectStatus(await as(full.owner).delete(path, { 'if-match': recalled.etag }), 204);
  });
});
