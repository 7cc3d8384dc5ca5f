import { beforeEach, describe, expect, it } from 'vitest';
import openApi from '../../docs/openapi.json' with { type: 'json' };
import { createTestApi, lunch, people, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeEach(async () => {
  api = await createTestApi();
});

interface Operation {
  readonly requestBody?: {
    readonly content: { readonly 'application/json': { readonly schema: { $ref: string } } };
  };
}
const components = openApi.components.schemas as Record<string, { readonly examples?: readonly unknown[] }>;

/** Each route with a body that it takes: bodies are checked before queries. */
const routes = Object.entries(openApi.paths).flatMap(([path, methods]) =>
  Object.entries(methods as Record<string, Operation>).map(([method, { requestBody }]) => {
    const title = requestBody?.content['application/json'].schema.$ref.split('/').at(-1) ?? '';
    return { route: `${method.toUpperCase()} ${path}`, body: components[title]?.examples?.[0] };
  }),
);
type Route = `${string} /${string}`;
type Errors = readonly { readonly pointer: string; readonly message: string }[];

async function errorsOf(route: string, body?: unknown, headers = {}): Promise<Errors> {
  const response = await api.request(route as Route, { as: 'admin', body, headers });
  expect([response.statusCode, response.json().code]).toEqual([400, 'request.invalid']);
  return response.json().errors;
}

describe.each(routes)('$route', ({ route, body }) => {
  const path = route.replace(/\{\w+\}/g, people.admin);

  it.each(['colour', '__proto__', 'constructor', 'toString', 'id', ''])(
    'refuses the query parameter "%s" that it does not know',
    async (name) => {
      expect(await errorsOf(`${path}?${name}=1`, body)).toContainEqual({
        pointer: `query/${name}`,
        message: 'is not a known parameter',
      });
    },
  );
});

describe('a parameter that is given twice', () => {
  it.each(['/expenses', '/approvals', '/users'])('is refused by GET %s', async (path) => {
    for (const query of ['limit=5&limit=5', 'limit=5&cursor=a&limit=6', 'limit=&limit=5']) {
      expect(await errorsOf(`GET ${path}?${query}`)).toContainEqual({
        pointer: 'query/limit',
        message: 'must be given once',
      });
    }
  });
});

describe('a body', () => {
  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'status'])(
    'is refused with the unknown member %s',
    async (name) => {
      const body = `{"merchant":"x",${JSON.stringify(name)}:{"prototype":{"isAdmin":true}}}`;
      const errors = await errorsOf('POST /expenses', body, { 'content-type': 'application/json' });
      expect(errors).toContainEqual({ pointer: `/${name}`, message: 'is not a known field' });
      expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    },
  );

  it('is refused where there is none to give', async () => {
    const { id } = await api.draft();
    for (const body of ['{"__proto__":{}}', '{"amount":1}']) {
      const response = await api.request(`POST /expenses/${id}/submit`, {
        as: 'employee',
        body,
        headers: { 'content-type': 'application/json' },
      });
      expect([response.statusCode, response.json().code]).toEqual([400, 'request.invalid']);
    }
    expect(api.expenses.items.get(id)?.status).toBe('draft');
  });

  it.each([null, [], '', 0, [{}]])('is refused there as %j too', async (given) => {
    const { id } = await api.draft();
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(given);
    await errorsOf(`POST /expenses/${id}/submit`, body, headers);
    await errorsOf(`DELETE /expenses/${id}`, body, headers);
  });

  it.each([
    ['submit', 'employee'],
    ['approve', 'manager'],
  ] as const)('without members is none, also for the Idempotency-Key: %s', async (act, as) => {
    for (const [first, second] of [
      [undefined, {}],
      [{}, undefined],
    ]) {
      const { id, version } = act === 'submit' ? await api.draft() : await api.waiting();
      const send = (body: object | undefined) =>
        api.request(`POST /expenses/${id}/${act}`, {
          as,
          body,
          headers: { 'idempotency-key': 'once', 'if-match': `"${version}"` },
        });
      const answers = [await send(first), await send(second)];
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
      expect(answers[1]?.json().version).toBe(answers[0]?.json().version);
    }
  });

  it('of a change may be called a merge patch, and of nothing else', async () => {
    const { id } = await api.draft();
    for (const type of ['application/merge-patch+json', 'Application/Merge-Patch+JSON; charset=utf-8']) {
      const headers = { 'content-type': type, 'if-match': '*' };
      const body = JSON.stringify({ amount: type.length });
      const changed = await api.request(`PATCH /expenses/${id}`, { as: 'employee', body, headers });
      expect([changed.statusCode, changed.json().amount]).toEqual([200, type.length]);
      const created = await api.request('POST /expenses', {
        as: 'employee',
        body: JSON.stringify(lunch),
        headers,
      });
      expect([created.statusCode, created.json().code]).toEqual([415, 'request.media-type']);
    }
    const person = await api.request(`PATCH /users/${people.employee}`, {
      as: 'admin',
      body: '{"managerId":null}',
      headers: { 'content-type': 'application/merge-patch+json' },
    });
    expect([person.statusCode, person.json().managerId]).toEqual([200, null]);
    const malformed = await api.request(`PATCH /expenses/${id}`, {
      as: 'employee',
      body: '{',
      headers: { 'content-type': 'application/merge-patch+json' },
    });
    expect(malformed.json().code).toBe('request.malformed');
  });

  it.each([9, 1_000, 32_000])('nested %i levels deep is refused and not followed', async (depth) => {
    const deep = '['.repeat(depth) + ']'.repeat(depth);
    const headers = { 'content-type': 'application/json' };
    expect(await errorsOf('POST /expenses', `{"tags":${deep}}`, headers)).toEqual([
      { pointer: '', message: 'must not be nested deeper than 8 levels' },
    ]);
  });
});

describe('texts', () => {
  const createErrors = (details: object) => errorsOf('POST /expenses', { ...lunch, ...details });

  it('are kept in their normal form', async () => {
    const details = { merchant: 'Cafe\u0301', description: 'a\r\nb', tags: ['e\u0301'] };
    const response = await api.request('POST /expenses', { as: 'employee', body: { ...lunch, ...details } });
    expect(response.json()).toMatchObject({ merchant: 'Café', description: 'a\nb', tags: ['é'] });
    const { id } = response.json();
    const body = { comment: 'Zu\u0308rich' };
    await api.request(`POST /expenses/${id}/submit`, { as: 'employee' });
    const file = { contentType: 'image/png', fileName: 'Cafe\u0301.png' };
    const draft = await api.draft();
    const added = await api.request(`POST /expenses/${draft.id}/receipts`, { as: 'employee', body: file });
    expect(added.json().receipt.fileName).toBe('Café.png');
    const waiting = await api.waiting();
    const decided = await api.request(`POST /expenses/${waiting.id}/approve`, {
      as: 'manager',
      body,
      headers: { 'if-match': `"${waiting.version}"` },
    });
    expect(JSON.stringify(decided.json().history)).toContain('Zürich');
  });

  it('that are the same in their normal form are no two tags', async () => {
    expect(await createErrors({ tags: ['é', 'e\u0301'] })).toMatchObject([{ pointer: '/tags' }]);
  });

  it.each([
    [{ merchant: '\u200b' }, '/merchant'],
    [{ merchant: 'a\nb' }, '/merchant'],
    [{ description: 'a\u0000b' }, '/description'],
    [{ description: '' }, '/description'],
    [{ tags: ['ok', 'a\ud800'] }, '/tags/1'],
    [{ tags: [' '] }, '/tags/0'],
  ])('are refused by the same rule in every field: %j', async (details, pointer) => {
    const refusals = [{ pointer, message: expect.stringMatching(/^must /) }];
    expect(await createErrors(details)).toMatchObject(refusals);
    const { id } = await api.draft();
    expect(await errorsOfChange(id, details)).toMatchObject(refusals);
  });

  it('of comments and file names follow it too', async () => {
    const { id } = await api.waiting();
    const headers = { 'if-match': '*' };
    for (const route of ['approve', 'reject']) {
      for (const comment of ['\u2003', 'a\u0007', '\udfff']) {
        const [error] = await errorsOf(`POST /expenses/${id}/${route}`, { comment }, headers);
        expect(error?.pointer).toBe('/comment');
      }
    }
    for (const fileName of ['\u202efdp.exe', 'a\nb.png', 'a\ud800.png', '\u00ad']) {
      const [error] = await errorsOf(`POST /expenses/${id}/receipts`, { contentType: 'image/png', fileName });
      expect(error?.pointer).toBe('/fileName');
    }
  });
});

describe('a day', () => {
  const createOn = (incurredOn: string) =>
    api.request('POST /expenses', { as: 'employee', body: { ...lunch, incurredOn } });

  it.each(['2000-01-01', '2024-02-29', '2026-03-05', '2026-03-06'])('can be %s', async (day) => {
    api.clock.now = new Date('2026-03-05T10:00:00.000Z');
    expect((await createOn(day)).statusCode).toBe(201);
  });

  it.each(['0000-01-01', '1999-12-31', '2099-01-01', '2026-03-07', '2100-01-01', '2025-02-29', '26-03-05'])(
    'cannot be %s, which a sentence says',
    async (day) => {
      api.clock.now = new Date('2026-03-05T10:00:00.000Z');
      const response = await createOn(day);
      expect(response.statusCode).toBe(400);
      expect(response.json().errors).toMatchObject([
        { pointer: '/incurredOn', message: expect.stringMatching(/^must (be a day|not be after)/) },
      ]);
    },
  );

  it('is tomorrow only where it is that already somewhere', async () => {
    api.clock.now = new Date('2026-03-05T09:59:59.999Z');
    expect((await createOn('2026-03-06')).statusCode).toBe(400);
    api.clock.now = new Date('2026-03-05T10:00:00.000Z');
    expect((await createOn('2026-03-06')).statusCode).toBe(201);
  });

  it('is not moved into the future by a change', async () => {
    const { id } = await api.draft();
    const errors = await errorsOfChange(id, { incurredOn: '2027-01-01' });
    expect(errors).toMatchObject([{ pointer: '/incurredOn' }]);
  });

  it('of a filter may lie ahead, within the same range', async () => {
    const list = (query: string) => api.request(`GET /expenses?${query}`, { as: 'employee' });
    expect((await list('from=2000-01-01&to=2099-12-31')).statusCode).toBe(200);
    expect((await list('from=0000-01-01&to=2100-01-01')).json().errors).toMatchObject([
      { pointer: 'query/from', message: 'must be a day from 2000-01-01 to 2099-12-31' },
      { pointer: 'query/to' },
    ]);
  });
});

async function errorsOfChange(id: string, body: object): Promise<Errors> {
  const headers = { 'if-match': '*' };
  const response = await api.request(`PATCH /expenses/${id}`, { as: 'employee', body, headers });
  expect([response.statusCode, response.json().code]).toEqual([400, 'request.invalid']);
  return response.json().errors;
}

it('a currency is one of the list, which a sentence says, in a draft and in a change', async () => {
  const refusals = [
    { pointer: '/currency', message: 'must be a current currency of ISO 4217 in capitals, such as EUR' },
  ];
  const { id } = await api.draft();
  for (const currency of ['eur', 'ANG', 'BGN', 'XXX', '']) {
    expect(await errorsOf('POST /expenses', { ...lunch, currency })).toEqual(refusals);
    expect(await errorsOfChange(id, { currency })).toEqual(refusals);
  }
  const created = await api.request('POST /expenses', {
    as: 'employee',
    body: { ...lunch, currency: 'XCG' },
  });
  expect(created.json().displayAmount).toBe('120.00 XCG');
});

describe('null in a change', () => {
  it('takes away what is optional, and nothing else', async () => {
    const { id } = await api.draft('employee', { description: 'with the team', tags: ['a', 'b'] });
    const headers = { 'if-match': '*' };
    const body = { description: null, tags: null, amount: 5 };
    const response = await api.request(`PATCH /expenses/${id}`, { as: 'employee', body, headers });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ ...lunch, amount: 5, tags: [] });
    expect(response.json()).not.toHaveProperty('description');
    expect(api.expenses.items.get(id)).not.toHaveProperty('description');
  });

  it.each(['merchant', 'category', 'amount', 'currency', 'incurredOn'])(
    'cannot take away %s, which a sentence says',
    async (field) => {
      const { id } = await api.draft();
      expect(await errorsOfChange(id, { [field]: null })).toEqual([
        {
          pointer: `/${field}`,
          message: 'must have a value: null takes away what is optional, and this is not',
        },
      ]);
    },
  );

  it('leaves what it does not name', async () => {
    const { id } = await api.draft('employee', { description: 'kept', tags: ['kept'] });
    const headers = { 'if-match': '*' };
    const response = await api.request(`PATCH /expenses/${id}`, {
      as: 'employee',
      body: { amount: 7 },
      headers,
    });
    expect(response.json()).toMatchObject({ description: 'kept', tags: ['kept'], amount: 7 });
  });
});
