import fc from 'fast-check';
import { Type } from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppDeps, buildApp } from '../../app/app.ts';
import { expensePosition } from '../../app/expenses/expense-position.ts';
import { createExpenseStore } from '../../app/expenses/expenses.store.ts';
import type { App } from '../../app/http/app-types.ts';
import { noTraces } from '../../app/observability/traces.ts';
import { createCursors } from '../../app/persistence/cursor.ts';
import { anExpense } from '../../app/testing/builders.ts';
import { newUser } from '../../app/users/user.ts';
import { userPosition } from '../../app/users/user-position.ts';
import { createUserStore } from '../../app/users/users.store.ts';
import { type AppAws, startAppAws } from './aws.ts';

const caller = '00000000-0000-4000-8000-000000000001';
const someoneElse = '00000000-0000-4000-8000-000000000002';

let aws: AppAws;
let app: App;

beforeAll(async () => {
  aws = await startAppAws();
  const [expenses, users] = [createExpenseStore(aws.table), createUserStore(aws.table)];
  for (let number = 0; number < 12; number++) {
    const id = `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`;
    const createdAt = `2026-03-05T10:00:00.${String(number).padStart(3, '0')}Z`;
    const [ownerId, approver] =
      number % 2 ? [caller, `USER#${someoneElse}`] : [someoneElse, `USER#${caller}`];
    const queue = { approver, order: `${createdAt}#${id}` };
    await expenses.add(anExpense({ id, ownerId, createdAt, queue, waitedFor: [approver] }));
  }
  for (const [id, name] of [
    [caller, 'ann'],
    [someoneElse, 'bob'],
  ] as const) {
    const at = aws.now().toISOString();
    await users.add(
      newUser({ id, username: name, email: `${name}@example.com`, name, roles: ['manager', 'admin'], at }),
    );
  }
  app = buildApp({
    ...({} as AppDeps),
    expenses,
    users,
    claimsOf: () => ({ sub: caller, token_use: 'access', 'cognito:groups': '[manager admin]' }),
    traces: noTraces,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    metrics: { count: () => {}, countBy: () => {}, measure: () => {} },
    now: aws.now,
    newId: () => someoneElse,
  });
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await aws[Symbol.asyncDispose]();
});

interface Page {
  readonly expenses?: readonly { readonly id: string; readonly ownerId: string }[];
  readonly users?: readonly { readonly email: string }[];
  readonly next?: string;
  readonly code?: string;
}

async function list(path: string, cursor?: string): Promise<{ status: number; body: Page }> {
  const url = `${path}?limit=2${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
  const response = await app.inject({ url });
  return { status: response.statusCode, body: response.json() };
}

const anyField = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.jsonValue(),
  fc.constantFrom('', '#', '\ud800', 'x'.repeat(700), { $ne: 1 }),
);

/** A forged cursor, as an attacker can write it who knows the source: the right fingerprint with any content. */
const forgeryOf = (name: string) => {
  const anything = Type.Optional(Type.Unknown());
  return createCursors(name, { at: anything, id: anything, email: anything })(caller);
};

const lists = [
  {
    path: '/expenses',
    forge: forgeryOf('expenses'),
    forged: fc.oneof(
      fc.record({ at: anyField, id: anyField }),
      fc.record({
        at: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
        id: fc.uuid(),
      }),
    ),
    well: createCursors(
      'expenses',
      expensePosition,
    )(caller).write({
      at: '2026-03-05T10:00:00.007Z',
      id: someoneElse,
    }),
  },
  {
    path: '/approvals',
    forge: forgeryOf('approvals'),
    forged: fc.record({
      at: fc.oneof(anyField, fc.constant('2026-03-05T10:00:00.004Z')),
      id: fc.oneof(anyField, fc.uuid()),
    }),
    well: createCursors(
      'approvals',
      expensePosition,
    )(caller).write({
      at: '2026-03-05T10:00:00.004Z',
      id: someoneElse,
    }),
  },
  {
    path: '/users',
    forge: forgeryOf('users'),
    forged: fc.record({
      email: fc.oneof(anyField, fc.emailAddress()),
      id: fc.oneof(anyField, fc.uuid()),
    }),
    well: createCursors('users', userPosition)(caller).write({ email: 'b@example.com', id: someoneElse }),
  },
] as const;

describe.each(lists)('GET $path', ({ path, forge, forged, well }) => {
  it('goes on from its own cursors to the end', async () => {
    const found = [];
    let cursor: string | undefined;
    do {
      const { status, body } = await list(path, cursor);
      expect(status).toBe(200);
      found.push(...(body.expenses ?? body.users ?? []));
      cursor = body.next;
    } while (cursor !== undefined);
    expect(found).toHaveLength(path === '/users' ? 2 : 6);
  });

  it('takes a forged cursor of the right form as a place in the own list', async () => {
    const { status, body } = await list(path, well);
    expect(status).toBe(200);
    expect(onlyOwn(path, body)).toBe(true);
    expect([...(body.expenses ?? body.users ?? [])]).not.toEqual([]);
  });

  it('answers a forged cursor with the own list or with 400', async () => {
    await fc.assert(
      fc.asyncProperty(forged, async (position) => {
        const { status, body } = await list(path, forge.write(position));
        if (status === 200) expect(onlyOwn(path, body)).toBe(true);
        else expect([status, body.code]).toEqual([400, expect.stringMatching(/^request\./)]);
      }),
      { numRuns: 150 },
    );
  });

  it('answers a changed cursor with the own list or with 400', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(255), async (at, byte) => {
        const bytes = Buffer.from(well, 'base64url');
        bytes[at % bytes.length] = byte;
        const { status, body } = await list(path, bytes.toString('base64url'));
        if (status === 200) expect(onlyOwn(path, body)).toBe(true);
        else expect([status, body.code]).toEqual([400, expect.stringMatching(/^request\./)]);
      }),
      { numRuns: 100 },
    );
  });
});

function onlyOwn(path: string, { expenses = [] }: Page): boolean {
  const owner = path === '/approvals' ? someoneElse : caller;
  return expenses.every(({ ownerId }) => ownerId === owner);
}
