import { beforeAll, describe, expect, it } from 'vitest';
import { as, expectProblem, expectStatus } from './support/api.ts';
import { aDraft, aSubmitted, type ExpensePage, everyPage, hasStatus, SMALL } from './support/expenses.ts';
import { aPerson, aReport, type Person } from './support/people.ts';

const COUNT = 55;
const categories = ['travel', 'meals', 'software'] as const;

let reader: Person;
let empty: Person;
/** Ids in the order in which they were made. */
let made: string[];

beforeAll(async () => {
  const [admin, manager] = await Promise.all([aPerson('admin'), aPerson('manager')]);
  [reader, empty] = await Promise.all([aPerson(), aReport({ admin, manager })]);
  made = [];
  for (let index = 0; index < COUNT; index++) {
    const day = String((index % 28) + 1).padStart(2, '0');
    const draft = await aDraft(reader, {
      category: categories[index % 3],
      incurredOn: `2026-0${(index % 2) + 1}-${day}`,
    });
    made.push(draft.id);
  }
});

const list = (query: string) => as(reader).get<ExpensePage>(`/expenses${query}`);

describe('GET /expenses, page by page', () => {
  it('shows everything once, newest first', async () => {
    const found = await everyPage(reader, '/expenses', 10);
    expect(found.map(({ id }) => id)).toEqual([...made].reverse());
  });

  it.each([1, 7, 54, 55, 56, 100])('shows the same with pages of %i', async (limit) => {
    const found = await everyPage(reader, '/expenses?category=travel', limit);
    expect(found.map(({ id }) => id)).toEqual(made.filter((_id, index) => index % 3 === 0).reverse());
  });

  it('loses and repeats nothing when something is added meanwhile', async () => {
    const first = expectStatus(await list('?limit=50'), 200);
    const extra = await aDraft(reader);
    made.push(extra.id);
    const second = expectStatus(await list(`?limit=50&cursor=${first.next}`), 200);
    const ids = [...first.expenses, ...second.expenses].map(({ id }) => id);
    expect(ids).toEqual(made.slice(0, COUNT).reverse());
    expect(second.next).toBeUndefined();
  });

  it('has twenty entries by default', async () => {
    expect(expectStatus(await list(''), 200).expenses).toHaveLength(20);
  });

  it('is empty, with no cursor, for who has none', async () => {
    expect(expectStatus(await as(empty).get('/expenses'), 200)).toEqual({ expenses: [] });
  });

  it('never shows what only the server needs', async () => {
    const [entry] = expectStatus(await list('?limit=1'), 200).expenses;
    expect(Object.keys(entry ?? {}).sort()).toEqual([
      'amount',
      'category',
      'createdAt',
      'currency',
      'displayAmount',
      'etag',
      'id',
      'incurredOn',
      'merchant',
      'ownerId',
      'status',
      'tags',
      'updatedAt',
      'version',
    ]);
  });
});

describe('the filters', () => {
  it('by category leave out the others', async () => {
    const found = await everyPage(reader, '/expenses?category=software');
    expect(new Set(found.map(({ category }) => category))).toEqual(new Set(['software']));
    expect(found).toHaveLength(18);
  });

  it('by day include the first and the last one', async () => {
    const found = await everyPage(reader, '/expenses?from=2026-01-03&to=2026-01-07');
    const days = [...new Set(found.map(({ incurredOn }) => incurredOn))].sort();
    expect(days).toEqual(['2026-01-03', '2026-01-05', '2026-01-07']);
  });

  it('by status see a change at once', async () => {
    const { id } = await aSubmitted(empty, { amount: SMALL });
    await hasStatus(empty, id, 'approved');
    expect((await everyPage(empty, '/expenses?status=approved')).map((entry) => entry.id)).toEqual([id]);
    expect(await everyPage(empty, '/expenses?status=draft')).toEqual([]);
  });

  it('can be combined', async () => {
    const found = await everyPage(reader, '/expenses?category=travel&from=2026-02-01&status=draft', 3);
    expect(found.length).toBeGreaterThan(5);
    for (const entry of found) {
      expect(entry).toMatchObject({ category: 'travel', status: 'draft' });
      expect(entry.incurredOn >= '2026-02-01').toBe(true);
    }
  });

  it.each([
    ['limit=0', 'query/limit'],
    ['limit=101', 'query/limit'],
    ['limit=1.5', 'query/limit'],
    ['limit=ten', 'query/limit'],
    ['limit=true', 'query/limit'],
    ['limit=1e1', 'query/limit'],
    ['limit=5&limit=6', 'query/limit'],
    ['status=lost', 'query/status'],
    ['category=yachts', 'query/category'],
    ['from=yesterday', 'query/from'],
    ['to=2026-02-30', 'query/to'],
    ['sort=amount', 'query/sort'],
  ])('refuse %s', async (query, pointer) => {
    const { errors } = expectProblem(await list(`?${query}`), 400, 'request.invalid');
    expect(errors?.map((error) => error.pointer)).toEqual([pointer]);
  });

  it('name all that is wrong at once', async () => {
    const { errors } = expectProblem(await list('?limit=0&from=x&status=y'), 400, 'request.invalid');
    expect(errors?.map(({ pointer }) => pointer).sort()).toEqual([
      'query/from',
      'query/limit',
      'query/status',
    ]);
  });
});

describe('a cursor', () => {
  const aCursor = async () => expectStatus(await list('?limit=5'), 200).next ?? '';

  it('that was changed is refused', async () => {
    const cursor = await aCursor();
    const last = cursor.at(-3) === 'A' ? 'B' : 'A';
    for (const bad of [
      `x${cursor}`,
      cursor.slice(0, -4),
      `${cursor.slice(0, -3)}${last}${cursor.slice(-2)}`,
    ]) {
      expectProblem(await list(`?limit=5&cursor=${bad}`), 400, 'request.cursor');
    }
  });

  it.each(['0', 'null', '%00', '{}', 'a'.repeat(400)])('that is %s is refused', async (cursor) => {
    expectProblem(await list(`?cursor=${cursor}`), 400, 'request.cursor');
  });

  it('of other filters is refused', async () => {
    expectProblem(await list(`?category=meals&cursor=${await aCursor()}`), 400, 'request.cursor');
  });

  it("of another person's list is refused", async () => {
    const answer = await as(empty).get(`/expenses?cursor=${await aCursor()}`);
    expectProblem(answer, 400, 'request.cursor');
  });

  it('of another list is refused', async () => {
    expectProblem(await as(reader).get(`/approvals?cursor=${await aCursor()}`), 400, 'request.cursor');
  });
});
