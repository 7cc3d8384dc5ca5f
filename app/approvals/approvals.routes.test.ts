import { beforeEach, describe, expect, it } from 'vitest';
import { askNext, createTestApi, type Person, people, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeEach(async () => {
  api = await createTestApi();
});

const large = { amount: 500_000 };
/** Decisions name the version that is there: who decides has looked. */
const post = (as: Person, id: string, action: string, body?: unknown) =>
  api.request(`POST /expenses/${id}/${action}`, {
    as,
    body,
    headers: /approve|reject/.test(action) ? seen(id) : {},
  });
const seen = (id: string) => ({ 'if-match': `"${api.expenses.items.get(id)?.version}"` });
const outcome = async (response: ReturnType<typeof post>) => {
  const { statusCode, body } = await response;
  return [statusCode, JSON.parse(body).code];
};

describe('POST /expenses/{id}/submit', () => {
  it('starts the workflow of the round', async () => {
    const { id } = await api.draft();
    const response = await post('employee', id, 'submit');
    expect(response.statusCode).toBe(200);
    expect(response.headers.etag).toBe('"2"');
    expect(response.json()).toMatchObject({
      status: 'submitted',
      approval: {
        round: 1,
        steps: [{ name: 'manager', status: 'pending', approver: { userId: people.manager } }],
      },
    });
    expect(api.calls).toEqual([`start ${id} 1`]);
  });

  it('succeeds when the workflow cannot be started: the reconciler will', async () => {
    api.breakWorkflow();
    const { id } = await api.draft();
    expect((await post('employee', id, 'submit')).statusCode).toBe(200);
    expect(api.expenses.items.get(id)).toMatchObject({
      status: 'submitted',
      workflowCheckAt: expect.any(String),
    });
  });

  it('honours an If-Match that is sent', async () => {
    const { id } = await api.draft();
    const headers = { 'if-match': '"9"' };
    const response = await api.request(`POST /expenses/${id}/submit`, { as: 'employee', headers });
    expect(response.statusCode).toBe(412);
  });

  it('is for drafts, and for their owner', async () => {
    const { id } = await api.draft();
    expect(await outcome(post('manager', id, 'submit'))).toEqual([403, 'expense.not-owner']);
    expect(await outcome(post('stranger', id, 'submit'))).toEqual([404, 'expense.not-found']);
    await post('employee', id, 'submit');
    expect(await outcome(post('employee', id, 'submit'))).toEqual([409, 'expense.not-draft']);
  });

  it('tries again when someone else wrote in between', async () => {
    const { id } = await api.draft();
    api.expenses.beforeSave = (expense) => {
      api.expenses.beforeSave = () => {};
      const current = api.expenses.items.get(expense.id);
      if (current) api.expenses.items.set(expense.id, { ...current, version: current.version + 1 });
    };
    expect((await post('employee', id, 'submit')).json()).toMatchObject({ status: 'submitted', version: 3 });
  });

  it('answers 503 when others are always faster', async () => {
    const { id } = await api.draft();
    api.expenses.beforeSave = ({ id: changing, version }) => {
      const current = api.expenses.items.get(changing);
      if (current) api.expenses.items.set(changing, { ...current, version });
    };
    expect(await outcome(post('employee', id, 'submit'))).toEqual([503, 'expense.busy']);
  });
});

describe('POST /expenses/{id}/recall', () => {
  it('makes a draft again and ends the workflow; the next round has a number of its own', async () => {
    const { id } = await api.waiting();
    const recalled = (await post('employee', id, 'recall')).json();
    expect(recalled).toMatchObject({ status: 'draft', approval: { round: 1 } });
    expect(api.calls.at(-1)).toBe(`stop ${id} 1`);
    expect((await api.request('GET /approvals', { as: 'manager' })).json().expenses).toEqual([]);
    expect((await post('employee', id, 'submit')).json().approval.round).toBe(2);
  });

  it('is too late once all is decided, and too early for a draft', async () => {
    const { id } = await api.waiting();
    await post('manager', id, 'approve');
    expect(await outcome(post('employee', id, 'recall'))).toEqual([409, 'approval.settled']);
    const draft = await api.draft();
    expect(await outcome(post('employee', draft.id, 'recall'))).toEqual([409, 'approval.not-submitted']);
  });

  it('is still possible between two steps', async () => {
    const { id } = await api.waiting('employee', large);
    await post('manager', id, 'approve');
    expect((await post('employee', id, 'recall')).json().status).toBe('draft');
  });
});

describe('POST /expenses/{id}/approve and /reject', () => {
  it('records the decision, then hands it to the workflow', async () => {
    const { id } = await api.waiting();
    const response = await post('manager', id, 'approve', { comment: 'enjoy' });
    expect(response.json().approval.steps).toMatchObject([
      { status: 'approved', decision: { outcome: 'approved', by: people.manager, comment: 'enjoy' } },
    ]);
    expect(api.calls.at(-1)).toBe(`decide token-${id}-0-0 approved`);
  });

  it('needs no body to approve', async () => {
    const { id } = await api.waiting();
    const headers = { 'content-type': 'application/json', ...seen(id) };
    const response = await api.request(`POST /expenses/${id}/approve`, { as: 'manager', headers });
    expect(response.statusCode).toBe(200);
  });

  it('wants a comment to reject', async () => {
    const { id } = await api.waiting();
    for (const body of [undefined, {}, { comment: '' }, { comment: '  ' }]) {
      expect((await post('manager', id, 'reject', body)).statusCode).toBe(400);
    }
    const rejected = await post('manager', id, 'reject', { comment: 'private' });
    expect(rejected.json().approval.steps[0]).toMatchObject({
      status: 'rejected',
      decision: { comment: 'private' },
    });
  });

  it('is refused without the version that was seen', async () => {
    const { id } = await api.waiting();
    for (const ifMatch of ['', ' ', '*', '*, "1"', '"1", "2", "3"']) {
      const headers = { 'if-match': ifMatch };
      const response = await api.request(`POST /expenses/${id}/approve`, { as: 'manager', headers });
      expect([response.statusCode, response.json().code]).toEqual([428, 'expense.if-match-required']);
    }
    expect(api.expenses.items.get(id)?.decidedBy).toEqual([]);
  });

  it('is of what was seen: what was changed and submitted again meanwhile is not approved', async () => {
    const { id } = await api.waiting('employee', { amount: 5_000 });
    const row = (await api.request('GET /approvals', { as: 'manager' })).json().expenses[0];
    await post('employee', id, 'recall');
    const change = { as: 'employee', body: { amount: 99_900 }, headers: seen(id) } as const;
    expect((await api.request(`PATCH /expenses/${id}`, change)).statusCode).toBe(200);
    await post('employee', id, 'submit');
    askNext(api.expenses, id, api.clock.now);
    const click = { as: 'manager', headers: { 'if-match': row.etag } } as const;
    expect((await api.request(`POST /expenses/${id}/approve`, click)).json().code).toBe('expense.changed');
  });

  it('stands although the workflow cannot be told', async () => {
    const { id } = await api.waiting();
    api.breakWorkflow();
    expect((await post('manager', id, 'approve')).statusCode).toBe(200);
    expect(api.expenses.items.get(id)?.decidedBy).toEqual([people.manager]);
  });

  it('of a hundred at once exactly one wins', async () => {
    const { id } = await api.waiting();
    const { load } = api.expenses;
    const slow = api.expenses as { load: typeof load };
    slow.load = async (key) => {
      const found = await load(key);
      await new Promise((resolve) => setImmediate(resolve));
      return found;
    };
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        post('manager', id, n % 2 ? 'approve' : 'reject', { comment: `number ${n}` }),
      ),
    );
    const codes = answers.map(({ statusCode }) => statusCode);
    expect(codes.filter((code) => code === 200)).toHaveLength(1);
    expect(codes.filter((code) => code === 409)).toHaveLength(99);
    expect(api.calls.filter((call) => call.startsWith('decide'))).toHaveLength(1);
  });

  it('nobody decides on their own expense, whatever their role', async () => {
    for (const person of ['employee', 'manager', 'finance', 'admin'] as const) {
      const { id } = await api.waiting(person, large);
      expect(await outcome(post(person, id, 'approve'))).toEqual([403, 'approval.own-expense']);
    }
  });

  it('without a manager, finance approves; with finance as the owner, someone else of finance or an admin', async () => {
    for (const [owner, approver] of [
      ['stranger', 'finance'],
      ['finance', 'finance2'],
      ['finance', 'admin'],
    ] as const) {
      const { id } = await api.waiting(owner);
      expect((await post(approver, id, 'approve')).statusCode).toBe(200);
    }
  });

  it('tells those who may see but not decide 403, and the others 404', async () => {
    const { id } = await api.waiting();
    expect(await outcome(post('finance', id, 'approve'))).toEqual([403, 'approval.not-approver']);
    expect(await outcome(post('director', id, 'approve'))).toEqual([404, 'expense.not-found']);
  });

  it('answers 409 before the workflow asks, and after the decision', async () => {
    const { id } = await api.draft();
    await post('employee', id, 'submit');
    expect(await outcome(post('manager', id, 'approve'))).toEqual([409, 'approval.not-waiting']);
    askNext(api.expenses, id, api.clock.now);
    await post('manager', id, 'approve');
    expect(await outcome(post('manager', id, 'approve'))).toEqual([409, 'approval.not-waiting']);
  });

  it('goes on to finance, where the manager has no say', async () => {
    const { id } = await api.waiting('employee', large);
    await post('manager', id, 'approve');
    askNext(api.expenses, id, api.clock.now);
    expect(await outcome(post('manager', id, 'approve'))).toEqual([409, 'approval.not-waiting']);
    expect((await post('finance', id, 'approve')).statusCode).toBe(200);
  });

  it('measures the time from the submission to the decision that ends it, once', async () => {
    const { id } = await api.waiting('employee', large);
    api.clock.now = new Date(api.clock.now.getTime() + 60_000);
    await post('manager', id, 'approve');
    expect(api.measured).not.toContainEqual(['ApprovalTime', expect.anything()]);
    askNext(api.expenses, id, api.clock.now);
    api.clock.now = new Date(api.clock.now.getTime() + 30_000);
    await post('finance', id, 'approve');
    expect(api.measured.filter(([name]) => name === 'ApprovalTime')).toEqual([['ApprovalTime', 90]]);
  });

  it('measures a rejection as the end of it, whatever step it is', async () => {
    const { id } = await api.waiting('employee', large);
    await post('manager', id, 'reject', { comment: 'no' });
    expect(api.measured).toContainEqual(['ApprovalTime', 0]);
  });

  it('nobody decides two steps of one approval', async () => {
    const { id } = await api.waiting('employee', large);
    await post('manager', id, 'approve');
    const asked = askNext(api.expenses, id, api.clock.now);
    api.expenses.items.set(id, { ...asked, decidedBy: [people.finance] });
    expect(await outcome(post('finance', id, 'approve'))).toEqual([403, 'approval.second-decision']);
  });

  it('after an escalation it is for the next approver, and the first may still read it', async () => {
    const { id } = await api.waiting();
    askNext(api.expenses, id, api.clock.now, 1);
    expect(await outcome(post('manager', id, 'approve'))).toEqual([409, 'approval.not-waiting']);
    expect((await api.request(`GET /expenses/${id}`, { as: 'director' })).statusCode).toBe(200);
    expect((await post('director', id, 'approve')).statusCode).toBe(200);
  });
});

describe('GET /approvals', () => {
  const queue = async (as: Person) =>
    (await api.request('GET /approvals', { as })).json().expenses.map(({ id }: { id: string }) => id);

  it('shows what waits for the caller, oldest first', async () => {
    const first = await api.waiting();
    const second = await api.waiting();
    expect(await queue('manager')).toEqual([first.id, second.id]);
    expect(await queue('finance')).toEqual([]);
  });

  it('leaves out the own expenses of finance, and what was decided', async () => {
    const own = await api.waiting('finance');
    expect(await queue('finance')).toEqual([]);
    expect(await queue('finance2')).toEqual([own.id]);
    expect(await queue('admin')).toEqual([own.id]);
    await post('admin', own.id, 'approve');
    expect(await queue('finance2')).toEqual([]);
  });
});

describe('the task token', () => {
  it('is in no answer', async () => {
    const { id, taskToken } = await api.waiting();
    expect(taskToken).toBeDefined();
    const answers = await Promise.all([
      api.request(`GET /expenses/${id}`, { as: 'employee' }),
      api.request('GET /expenses', { as: 'employee' }),
      api.request('GET /approvals', { as: 'manager' }),
      post('manager', id, 'approve'),
      post('employee', id, 'recall'),
    ]);
    for (const { body } of answers) expect(body).not.toContain('token');
  });
});
