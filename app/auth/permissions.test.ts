import { describe, expect, it } from 'vitest';
import { createTestApi, type Person } from '../testing/test-api.ts';

/** What each person hears about the employee's submitted expense, route by route: who may not know hears 404. */
const matrix: [route: `${string} /${string}`, body: unknown, expected: Partial<Record<Person, number>>][] = [
  [
    'GET /expenses/ID',
    undefined,
    { employee: 200, manager: 200, finance: 200, admin: 200, director: 404, stranger: 404 },
  ],
  [
    'PATCH /expenses/ID',
    { amount: 1 },
    { employee: 409, manager: 403, finance: 403, admin: 403, stranger: 404 },
  ],
  [
    'DELETE /expenses/ID',
    undefined,
    { employee: 409, manager: 403, finance: 403, admin: 403, stranger: 404 },
  ],
  [
    'POST /expenses/ID/submit',
    undefined,
    { employee: 409, manager: 403, finance: 403, admin: 403, stranger: 404 },
  ],
  [
    'POST /expenses/ID/recall',
    undefined,
    { employee: 200, manager: 403, finance: 403, admin: 403, stranger: 404 },
  ],
  ['POST /expenses/ID/approve', {}, { employee: 403, manager: 200, finance: 403, admin: 403, stranger: 404 }],
  [
    'POST /expenses/ID/reject',
    { comment: 'no' },
    { employee: 403, manager: 200, finance: 403, admin: 403, stranger: 404 },
  ],
  [
    'POST /expenses/ID/receipts',
    { contentType: 'image/png' },
    { employee: 409, manager: 403, finance: 403, admin: 403, stranger: 404 },
  ],
  ['GET /expenses/ID/receipts/x', undefined, { employee: 404, manager: 404, finance: 404, stranger: 404 }],
  ['DELETE /expenses/ID/receipts/x', undefined, { employee: 409, manager: 403, finance: 403, stranger: 404 }],
  ['GET /users', undefined, { employee: 403, manager: 403, finance: 403, admin: 200 }],
  ['PATCH /users/ID', { managerId: null }, { employee: 403, manager: 403, finance: 403, admin: 404 }],
];

describe("someone else's expense", () => {
  const cases = matrix.flatMap(([route, body, expected]) =>
    (Object.entries(expected) as [Person, number][]).map(([as, status]) => ({ route, body, as, status })),
  );

  it.each(cases)('$route as $as: $status', async ({ route, body, as, status }) => {
    const api = await createTestApi();
    const { id, version } = await api.waiting();
    const path = route.replace('ID', id) as typeof route;
    const response = await api.request(path, { as, body, headers: { 'if-match': `"${version}"` } });
    expect(response.statusCode).toBe(status);
  });

  it('a 404 does not tell whether the expense exists', async () => {
    const api = await createTestApi();
    const { id } = await api.draft();
    const hidden = (await api.request(`GET /expenses/${id}`, { as: 'stranger' })).json();
    const missing = (await api.request('GET /expenses/none', { as: 'stranger' })).json();
    expect({ ...hidden, requestId: '' }).toEqual({ ...missing, requestId: '' });
  });
});
