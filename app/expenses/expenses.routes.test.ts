import { beforeEach, describe, expect, it } from 'vitest';
import { createTestApi, lunch, people, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeEach(async () => {
  api = await createTestApi();
});

const create = (body: unknown, headers = {}) =>
  api.request('POST /expenses', { as: 'employee', body, headers });

describe('POST /expenses', () => {
  it('makes a draft and says where it is and which version', async () => {
    const response = await create({ ...lunch, tags: ['team'] });
    const expense = response.json();
    expect(response.statusCode).toBe(201);
    expect(response.headers).toMatchObject({ location: `/expenses/${expense.id}`, etag: '"1"' });
    expect(expense).toMatchObject({
      ...lunch,
      ownerId: people.employee,
      status: 'draft',
      displayAmount: '120.00 EUR',
      tags: ['team'],
      receipts: [],
      approval: null,
      version: 1,
    });
    expect(expense.history).toMatchObject([{ by: people.employee, event: 'created' }]);
  });

  it('names every offending field and writes nothing', async () => {
    const response = await create({
      merchant: ' ',
      category: 'yacht',
      amount: 12.5,
      currency: 'EUX',
      incurredOn: '2026-02-30',
      description: 7,
      tags: ['a', 'a'],
      status: 'approved',
      'a/b': 1,
    });
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.json()).toMatchObject({ code: 'request.invalid', status: 400 });
    const pointers = response.json().errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers.sort()).toEqual(
      [
        '/a~1b',
        '/amount',
        '/category',
        '/currency',
        '/description',
        '/incurredOn',
        '/merchant',
        '/status',
        '/tags',
      ].sort(),
    );
    expect(api.expenses.writes).toBe(0);
  });

  it('names missing and wrong fields together', async () => {
    const response = await create({ amount: '12', merchant: 'x' });
    const pointers = response.json().errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers.sort()).toEqual(['/amount', '/category', '/currency', '/incurredOn']);
  });

  it.each([
    [0, 'EUR'],
    [-1, 'EUR'],
    [1e13, 'EUR'],
    [100, 'eur'],
    [100, 'XXX'],
  ])('refuses the amount %d %s', async (amount, currency) => {
    expect((await create({ ...lunch, amount, currency })).statusCode).toBe(400);
  });

  it('counts minor units by ISO 4217', async () => {
    const shown = async (currency: string) =>
      (await create({ ...lunch, amount: 1250, currency })).json().displayAmount;
    expect(await shown('JPY')).toBe('1250 JPY');
    expect(await shown('KWD')).toBe('1.250 KWD');
    expect(await shown('HUF')).toBe('12.50 HUF');
  });

  it('refuses a body that is no JSON', async () => {
    const response = await create('{"merchant":', { 'content-type': 'application/json' });
    expect([response.statusCode, response.json().code]).toEqual([400, 'request.malformed']);
  });

  it('refuses another media type', async () => {
    const response = await create('a=b', { 'content-type': 'application/x-www-form-urlencoded' });
    expect([response.statusCode, response.json().code]).toEqual([415, 'request.media-type']);
  });

  it('refuses a body beyond the limit', async () => {
    const response = await create({ ...lunch, description: 'x'.repeat(70_000) });
    expect([response.statusCode, response.json().code]).toEqual([413, 'request.too-large']);
  });
});

describe('Idempotency-Key', () => {
  const key = { 'idempotency-key': 'order-1' };

  it('answers a repetition with the same expense', async () => {
    const first = await create(lunch, key);
    const { currency, ...others } = lunch;
    const again = await create({ currency, ...others }, key);
    expect([again.statusCode, again.json().id]).toEqual([201, first.json().id]);
    expect(api.expenses.items.size).toBe(1);
  });

  it('refuses another body', async () => {
    await create(lunch, key);
    const response = await create({ ...lunch, amount: 1 }, key);
    expect([response.statusCode, response.json().code]).toEqual([422, 'idempotency.key-reused']);
  });

  it('answers a repetition that leaves out what it may as the same request', async () => {
    const first = await create({ ...lunch, tags: [] }, key);
    const again = await create(lunch, key);
    expect([again.statusCode, again.json().id]).toEqual([201, first.json().id]);
    const other = await create({ ...lunch, tags: ['team'] }, key);
    expect([other.statusCode, other.json().code]).toEqual([422, 'idempotency.key-reused']);
  });

  it('belongs to one person', async () => {
    const first = await create(lunch, key);
    const other = await api.request('POST /expenses', { as: 'manager', body: lunch, headers: key });
    expect(other.statusCode).toBe(201);
    expect(other.json().id).not.toBe(first.json().id);
  });

  it('does not bring a deleted expense back', async () => {
    const { id } = (await create(lunch, key)).json();
    await api.request(`DELETE /expenses/${id}`, { as: 'employee', headers: { 'if-match': '"1"' } });
    const response = await create(lunch, key);
    expect([response.statusCode, response.json().code]).toEqual([409, 'expense.deleted']);
  });

  const hour = 60 * 60 * 1000;
  const pass = (hours: number) => {
    api.clock.now = new Date(api.clock.now.getTime() + hours * hour);
  };
  const made = async () => {
    const response = await create(lunch, key);
    return response.statusCode === 201 ? response.json().id : response.json().code;
  };

  it('is free again after 24 hours, for one more expense', async () => {
    const first = await made();
    pass(23.9);
    expect(await made()).toBe(first);
    pass(0.1);
    const atOnce = await Promise.all([made(), made(), made()]);
    expect(new Set(atOnce).size).toBe(1);
    expect(atOnce[0]).not.toBe(first);
    pass(23.9);
    expect(await made()).toBe(atOnce[0]);
    const other = await create({ ...lunch, amount: 1 }, key);
    expect([other.statusCode, other.json().code]).toEqual([422, 'idempotency.key-reused']);
    pass(0.1);
    expect([first, atOnce[0]]).not.toContain(await made());
  });

  it('gives the id of a deleted expense to no other, nor makes two when that is forgotten', async () => {
    const first = await made();
    await api.request(`DELETE /expenses/${first}`, { as: 'employee', headers: { 'if-match': '"1"' } });
    pass(25);
    const second = await made();
    expect(second).toMatch(/^[0-9a-f-]{36}$/);
    expect(second).not.toBe(first);
    // What was left of the first one is removed after 92 days: from now on the key would make it anew.
    pass(91 * 24 - 20);
    expect(await made()).toBe('expense.deleted');
  });

  it.each([
    ['a b', 'must be visible characters of ASCII, without spaces'],
    ['é', 'must be visible characters of ASCII, without spaces'],
    ['', 'must not be empty'],
    ['x'.repeat(201), 'must not have more than 200 characters'],
  ])('cannot be "%s", which a sentence says', async (given, message) => {
    const response = await create(lunch, { 'idempotency-key': given });
    expect([response.statusCode, response.json().code]).toEqual([400, 'request.invalid']);
    expect(response.json().errors).toEqual([{ pointer: 'headers/idempotency-key', message }]);
  });
});

describe('PATCH and DELETE /expenses/{id}', () => {
  it('changes what is named and nothing else', async () => {
    const { id } = await api.draft();
    const response = await api.request(`PATCH /expenses/${id}`, {
      as: 'employee',
      body: { amount: 99 },
      headers: { 'if-match': '"1"' },
    });
    expect(response.headers.etag).toBe('"2"');
    expect(response.json()).toMatchObject({ ...lunch, amount: 99, version: 2 });
  });

  it.each(['PATCH', 'DELETE'])('%s wants If-Match', async (method) => {
    const { id } = await api.draft();
    const response = await api.request(`${method} /expenses/${id}`, { as: 'employee', ...bodyOf(method) });
    expect([response.statusCode, response.json().code]).toEqual([428, 'expense.if-match-required']);
  });

  it.each(['PATCH', 'DELETE'])('%s refuses a stale If-Match and changes nothing', async (method) => {
    const draft = await api.draft();
    const headers = { 'if-match': '"7", W/"1"' };
    const response = await api.request(`${method} /expenses/${draft.id}`, {
      as: 'employee',
      headers,
      ...bodyOf(method),
    });
    expect([response.statusCode, response.json().code]).toEqual([412, 'expense.changed']);
    expect(api.expenses.items.get(draft.id)).toEqual(draft);
  });

  it.each(['PATCH', 'DELETE'])('%s loses against a write in between with 412', async (method) => {
    const draft = await api.draft();
    const { load } = api.expenses;
    const behind = api.expenses as { load: typeof load };
    behind.load = async () => draft;
    api.expenses.items.set(draft.id, { ...draft, version: 2 });
    const headers = { 'if-match': '"1"' };
    const response = await api.request(`${method} /expenses/${draft.id}`, {
      as: 'employee',
      headers,
      ...bodyOf(method),
    });
    expect(response.statusCode).toBe(412);
  });

  it.each(['PATCH', 'DELETE'])('%s is for drafts only', async (method) => {
    const { id } = await api.waiting();
    const headers = { 'if-match': '*' };
    const response = await api.request(`${method} /expenses/${id}`, {
      as: 'employee',
      headers,
      ...bodyOf(method),
    });
    expect([response.statusCode, response.json().code]).toEqual([409, 'expense.not-draft']);
  });

  it('a deleted expense is gone', async () => {
    const { id } = await api.draft();
    const deleted = await api.request(`DELETE /expenses/${id}`, {
      as: 'employee',
      headers: { 'if-match': '"1"' },
    });
    expect([deleted.statusCode, deleted.body]).toEqual([204, '']);
    expect((await api.request(`GET /expenses/${id}`, { as: 'employee' })).statusCode).toBe(404);
  });

  it('a deleted expense takes the files of its receipts with it', async () => {
    const { id } = await api.draft();
    const body = { contentType: 'image/png' };
    const added = await api.request(`POST /expenses/${id}/receipts`, { as: 'employee', body });
    await api.request(`DELETE /expenses/${id}`, { as: 'employee', headers: { 'if-match': '*' } });
    const receiptId = added.json().receipt.id;
    expect(api.calls).toEqual([`check later ${receiptId}`, `remove file ${receiptId}`]);
  });

  it('an empty change is refused', async () => {
    const { id } = await api.draft();
    const headers = { 'if-match': '"1"' };
    const response = await api.request(`PATCH /expenses/${id}`, { as: 'employee', body: {}, headers });
    expect(response.statusCode).toBe(400);
  });

  const bodyOf = (method: string) => (method === 'PATCH' ? { body: { amount: 99 } } : {});
});

describe('GET /expenses', () => {
  const list = async (query = '') => (await api.request(`GET /expenses${query}`, { as: 'employee' })).json();

  it('shows only the own ones, newest first', async () => {
    const older = await api.draft();
    await api.draft('manager');
    const newer = await api.draft();
    const { expenses } = await list();
    expect(expenses.map(({ id }: { id: string }) => id)).toEqual([newer.id, older.id]);
  });

  it('continues where the page before ended', async () => {
    const made = [];
    for (let count = 0; count < 5; count++) made.push((await api.draft()).id);
    const seen = [];
    for (let next: string | undefined = ''; next !== undefined; ) {
      const page: { expenses: { id: string }[]; next?: string } = await list(
        `?limit=2${next && `&cursor=${next}`}`,
      );
      seen.push(...page.expenses.map(({ id }) => id));
      next = page.next;
    }
    expect(seen).toEqual(made.reverse());
  });

  it('filters by status, category and days, both inclusive', async () => {
    await api.draft('employee', { incurredOn: '2026-03-01' });
    const match = await api.draft('employee', { incurredOn: '2026-03-02', category: 'travel' });
    await api.draft('employee', { incurredOn: '2026-03-03', category: 'travel' });
    const { expenses } = await list('?status=draft&category=travel&from=2026-03-02&to=2026-03-02');
    expect(expenses.map(({ id }: { id: string }) => id)).toEqual([match.id]);
  });

  it.each([
    ['?limit=0', 'query/limit'],
    ['?limit=101', 'query/limit'],
    ['?limit=x', 'query/limit'],
    ['?status=lost', 'query/status'],
    ['?from=yesterday', 'query/from'],
    ['?colour=red', 'query/colour'],
    ['?cursor=AAAA', 'query/cursor'],
  ])('refuses %s', async (query, pointer) => {
    const response = await api.request(`GET /expenses${query}`, { as: 'employee' });
    expect(response.statusCode).toBe(400);
    expect(response.json().errors).toMatchObject([{ pointer }]);
  });

  it('refuses a cursor of the same list with other filters, and one of another person', async () => {
    await api.draft();
    await api.draft();
    const { next } = await list('?limit=1');
    expect(
      (await api.request(`GET /expenses?limit=1&status=draft&cursor=${next}`, { as: 'employee' })).statusCode,
    ).toBe(400);
    expect((await api.request(`GET /expenses?limit=1&cursor=${next}`, { as: 'manager' })).statusCode).toBe(
      400,
    );
  });
});

describe('callers', () => {
  it('without a token gets 401', async () => {
    const response = await api.request('GET /expenses');
    expect([response.statusCode, response.json().code]).toEqual([401, 'auth.required']);
  });

  it('is told 404 for an unknown route', async () => {
    const response = await api.request('GET /nothing', { as: 'employee' });
    expect([response.statusCode, response.json().code]).toEqual([404, 'route.not-found']);
  });

  it.each([
    ['/expenses/%zz', 400, 'request.refused'],
    [`/expenses/${'x'.repeat(300)}`, 404, 'route.not-found'],
    ['/expenses/', 404, 'expense.not-found'],
    ['/expenses/__proto__', 404, 'expense.not-found'],
  ])('is told of a strange path in a problem document: %s', async (path, status, code) => {
    const response = await api.request(`GET ${path}` as 'GET /', { as: 'employee' });
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(response.json()).toMatchObject({ status, code });
    expect(response.statusCode).toBe(status);
  });

  it('hears nothing of an inner error', async () => {
    (api.expenses as { load: unknown }).load = async () => {
      throw new Error('secret table name');
    };
    const response = await api.request('GET /expenses/1', { as: 'employee' });
    expect([response.statusCode, response.json().code]).toEqual([500, 'internal.error']);
    expect(response.body).not.toContain('secret');
  });

  it('can read health and the description without a token', async () => {
    expect((await api.request('GET /health')).json()).toEqual({ status: 'ok' });
    expect((await api.request('GET /openapi.json')).json().openapi).toBe('3.1.0');
  });
});
