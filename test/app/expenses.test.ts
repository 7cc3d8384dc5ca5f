import { beforeAll, describe, expect, it } from 'vitest';
import { as, expectProblem, expectStatus, send } from './support/api.ts';
import { aDraft, type ExpenseView, everyPage, lunch, readExpense } from './support/expenses.ts';
import { aTeam, type Team } from './support/people.ts';

let team: Team;
beforeAll(async () => {
  team = await aTeam();
});

const employee = () => as(team.employee);
const ifMatch = (etag: string | null) => ({ 'if-match': etag ?? '' });

describe('POST /expenses', () => {
  it('answers 201 with the draft, where it is and its ETag', async () => {
    const answer = await employee().post<ExpenseView>('/expenses', {
      ...lunch,
      description: 'With a client',
      tags: ['client'],
    });
    const expense = expectStatus(answer, 201);
    expect(expense).toMatchObject({
      ...lunch,
      description: 'With a client',
      tags: ['client'],
      status: 'draft',
      ownerId: team.employee.id,
      displayAmount: '120.00 EUR',
      receipts: [],
      approval: null,
      history: [{ by: team.employee.id, event: 'created' }],
    });
    expect(answer.headers.get('location')).toBe(`/expenses/${expense.id}`);
    expect(answer.headers.get('etag')).toBe('"1"');
  });

  it.each([
    ['EUR', 1250, '12.50 EUR'],
    ['JPY', 1250, '1250 JPY'],
    ['KWD', 1250, '1.250 KWD'],
    ['CLF', 1250, '0.1250 CLF'],
  ])('respects the minor digits of %s', async (currency, amount, displayAmount) => {
    expect(await aDraft(team.employee, { currency, amount })).toMatchObject({ amount, displayAmount });
  });

  it('names every offending field at once, and writes nothing', async () => {
    const before = await everyPage(team.employee, '/expenses');
    const answer = await employee().post('/expenses', {
      merchant: ' ',
      category: 'yachts',
      amount: 12.5,
      currency: 'EURO',
      incurredOn: '2026-02-30',
      tags: ['a', 'a'],
      price: 3,
    });
    const { errors = [] } = expectProblem(answer, 400, 'request.invalid');
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual([
      '/amount',
      '/category',
      '/currency',
      '/incurredOn',
      '/merchant',
      '/price',
      '/tags',
    ]);
    expect(await everyPage(team.employee, '/expenses')).toEqual(before);
  });

  it('names every field that is missing', async () => {
    const { errors = [] } = expectProblem(await employee().post('/expenses', {}), 400, 'request.invalid');
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual([
      '/amount',
      '/category',
      '/currency',
      '/incurredOn',
      '/merchant',
    ]);
  });

  it.each([
    ['nothing at all', 0],
    ['less than nothing', -1],
    ['a fraction of a cent', 0.5],
    ['a text', '120'],
    ['more than a trillion', 1_000_000_000_001],
  ])('refuses %s as an amount', async (_what, amount) => {
    const answer = await employee().post('/expenses', { ...lunch, amount });
    expect(expectProblem(answer, 400, 'request.invalid').errors).toEqual([
      { pointer: '/amount', message: expect.any(String) },
    ]);
  });

  it.each(['eur', 'XAU', 'XXX', 'ABC'])('refuses %s as a currency', async (currency) => {
    const answer = await employee().post('/expenses', { ...lunch, currency });
    expect(expectProblem(answer, 400, 'request.invalid').errors?.[0]?.pointer).toBe('/currency');
  });

  it('takes the owner from the token, and no other', async () => {
    const answer = await employee().post('/expenses', { ...lunch, ownerId: team.stranger.id });
    expect(expectProblem(answer, 400, 'request.invalid').errors?.[0]?.pointer).toBe('/ownerId');
  });
});

describe('the body of a request', () => {
  const headers = () => ({
    authorization: `Bearer ${team.employee.accessToken}`,
    'content-type': 'application/json',
  });
  const post = (body: string, more: Record<string, string> = {}) =>
    send('POST', '/expenses', { body, headers: { ...headers(), ...more } });

  it('has to be JSON', async () => {
    expectProblem(await post('{"merchant":'), 400, 'request.malformed');
  });

  it('may not smuggle in a prototype', async () => {
    const { errors } = expectProblem(await post('{"__proto__":{"admin":true}}'), 400, 'request.invalid');
    expect(errors).toContainEqual({ pointer: '/__proto__', message: 'is not a known field' });
  });

  it('has to say that it is JSON', async () => {
    const answer = await post(JSON.stringify(lunch), { 'content-type': 'text/plain' });
    expectProblem(answer, 415, 'request.media-type');
  });

  it('has to stay below 64 KiB', async () => {
    expectProblem(
      await post(JSON.stringify({ ...lunch, description: 'x'.repeat(65_536) })),
      413,
      'request.too-large',
    );
  });

  it.each(['submit', 'recall', 'approve', 'reject', 'receipts'])(
    'is looked at in the same way by POST …/%s',
    async (action) => {
      const { id } = await aDraft(team.employee);
      const path = `/expenses/${id}/${action}`;
      expectProblem(await send('POST', path, { body: '{', headers: headers() }), 400, 'request.malformed');
      const text = { ...headers(), 'content-type': 'text/plain' };
      expectProblem(await send('POST', path, { body: 'x', headers: text }), 415, 'request.media-type');
      const body = JSON.stringify({ comment: 'x'.repeat(65_536) });
      expectProblem(await send('POST', path, { body, headers: headers() }), 413, 'request.too-large');
    },
  );
});

describe('Idempotency-Key', () => {
  it('makes a repeated request answer with what the first one made', async () => {
    const key = { 'idempotency-key': `lunch-${Date.now()}` };
    const first = await employee().post<ExpenseView>('/expenses', lunch, key);
    const second = await employee().post<ExpenseView>('/expenses', lunch, key);
    expect(expectStatus(second, 201)).toEqual(expectStatus(first, 201));
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
  });

  it('does not depend on the order of members', async () => {
    const key = { 'idempotency-key': `order-${Date.now()}` };
    const first = await employee().post<ExpenseView>('/expenses', lunch, key);
    const reversed = Object.fromEntries(Object.entries(lunch).reverse());
    const second = await employee().post<ExpenseView>('/expenses', reversed, key);
    expect(second.body.id).toBe(first.body.id);
  });

  it('is refused with another body', async () => {
    const key = { 'idempotency-key': `other-${Date.now()}` };
    await employee().post('/expenses', lunch, key);
    const answer = await employee().post('/expenses', { ...lunch, amount: 1 }, key);
    expectProblem(answer, 422, 'idempotency.key-reused');
  });

  it('of one person is not that of another', async () => {
    const key = { 'idempotency-key': `shared-${Date.now()}` };
    const mine = await employee().post<ExpenseView>('/expenses', lunch, key);
    const theirs = await as(team.stranger).post<ExpenseView>('/expenses', lunch, key);
    expect(expectStatus(theirs, 201).id).not.toBe(mine.body.id);
  });

  it('does not bring back what was deleted', async () => {
    const key = { 'idempotency-key': `gone-${Date.now()}` };
    const { body } = await employee().post<ExpenseView>('/expenses', lunch, key);
    expectStatus(await employee().delete(`/expenses/${body.id}`, ifMatch('"1"')), 204);
    expectProblem(await employee().post('/expenses', lunch, key), 409, 'expense.deleted');
  });

  it('has no spaces', async () => {
    const answer = await employee().post('/expenses', lunch, { 'idempotency-key': 'two words' });
    expect(expectProblem(answer, 400, 'request.invalid').errors?.[0]?.pointer).toBe(
      'headers/idempotency-key',
    );
  });
});

describe('PATCH /expenses/{id}', () => {
  it('changes what it is given, with the version that was read', async () => {
    const draft = await aDraft(team.employee);
    const answer = await employee().patch<ExpenseView>(
      `/expenses/${draft.id}`,
      { amount: 99, currency: 'USD' },
      ifMatch('"1"'),
    );
    expect(expectStatus(answer, 200)).toMatchObject({ ...lunch, amount: 99, currency: 'USD', version: 2 });
    expect(answer.headers.get('etag')).toBe('"2"');
    expect(await readExpense(team.employee, draft.id)).toEqual(answer.body);
  });

  it('without If-Match is refused', async () => {
    const { id } = await aDraft(team.employee);
    const answer = await employee().patch(`/expenses/${id}`, { amount: 1 });
    expectProblem(answer, 428, 'expense.if-match-required');
  });

  it.each(['"7"', 'W/"1"', '1', '""'])('with If-Match %s is refused', async (tag) => {
    const draft = await aDraft(team.employee);
    expectProblem(
      await employee().patch(`/expenses/${draft.id}`, { amount: 1 }, ifMatch(tag)),
      412,
      'expense.changed',
    );
    expect(await readExpense(team.employee, draft.id)).toEqual(draft);
  });

  it.each([
    ['an empty change', {}, ''],
    ['a status', { status: 'approved' }, '/status'],
    ['an owner', { ownerId: 'x' }, '/ownerId'],
    ['a wrong amount', { amount: -5 }, '/amount'],
  ])('refuses %s', async (_what, change, pointer) => {
    const { id } = await aDraft(team.employee);
    const answer = await employee().patch(`/expenses/${id}`, change, ifMatch('"1"'));
    expect(expectProblem(answer, 400, 'request.invalid').errors?.[0]?.pointer).toBe(pointer);
  });
});

describe('DELETE /expenses/{id}', () => {
  it('takes a draft away, from the list too', async () => {
    const { id } = await aDraft(team.employee);
    const answer = await employee().delete(`/expenses/${id}`, ifMatch('"1"'));
    expectStatus(answer, 204);
    expectProblem(await employee().get(`/expenses/${id}`), 404, 'expense.not-found');
    expect((await everyPage(team.employee, '/expenses')).map((entry) => entry.id)).not.toContain(id);
  });

  it('needs the version that was read', async () => {
    const { id } = await aDraft(team.employee);
    expectProblem(await employee().delete(`/expenses/${id}`), 428, 'expense.if-match-required');
    expectProblem(await employee().delete(`/expenses/${id}`, ifMatch('"9"')), 412, 'expense.changed');
    await readExpense(team.employee, id);
  });
});

describe('an expense that does not exist', () => {
  it.each(['00000000-0000-4000-8000-000000000000', 'x', 'x%00%20'])(
    'answers 404 to every route: %j',
    async (id) => {
      const path = `/expenses/${id}`;
      const answers = await Promise.all([
        employee().get(path),
        employee().patch(path, { amount: 1 }, ifMatch('*')),
        employee().delete(path, ifMatch('*')),
        employee().post(`${path}/submit`),
        employee().post(`${path}/recall`),
        employee().post(`${path}/approve`),
        employee().post(`${path}/reject`, { comment: 'no' }),
        employee().post(`${path}/receipts`, { contentType: 'image/png' }),
        employee().get(`${path}/receipts/x`),
        employee().delete(`${path}/receipts/x`),
      ]);
      for (const answer of answers) expectProblem(answer, 404, 'expense.not-found');
    },
  );
});
