import type { LightMyRequestResponse } from 'fastify';
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { buildApp } from '../app.ts';
import type { Executions } from '../approvals/executions.ts';
import type { Role } from '../auth/actor.ts';
import type { MetricName } from '../contract/metric-names.ts';
import type { ApprovalStep } from '../expenses/approval.schema.ts';
import type { Expense } from '../expenses/expenses.schema.ts';
import type { App } from '../http/app-types.ts';
import { noTraces } from '../observability/traces.ts';
import { newUser } from '../users/user.ts';
import {
  createMemoryExpenseStore,
  createMemoryUserStore,
  type MemoryExpenseStore,
  type MemoryUserStore,
} from './memory-stores.ts';

/** The people of the tests, by id. */
export const people = {
  employee: '00000000-0000-4000-8000-000000000001',
  manager: '00000000-0000-4000-8000-000000000002',
  director: '00000000-0000-4000-8000-000000000003',
  finance: '00000000-0000-4000-8000-000000000004',
  admin: '00000000-0000-4000-8000-000000000005',
  stranger: '00000000-0000-4000-8000-000000000006',
  finance2: '00000000-0000-4000-8000-000000000007',
} as const;
export type Person = keyof typeof people;

export const rolesOf: Readonly<Record<Person, readonly Role[]>> = {
  employee: ['employee'],
  manager: ['employee', 'manager'],
  director: ['employee', 'manager'],
  finance: ['employee', 'finance'],
  admin: ['employee', 'admin'],
  stranger: ['employee', 'manager'],
  finance2: ['employee', 'finance'],
};

const managers: Partial<Record<Person, Person>> = { employee: 'manager', manager: 'director' };

/** The parts of a request besides its route. */
export interface RequestOptions {
  readonly as?: Person | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The API with stores in memory, and what tests look at. */
export interface TestApi {
  readonly app: App;
  readonly expenses: MemoryExpenseStore;
  readonly users: MemoryUserStore;
  /** Calls to the workflow, the user pool and the files, in order. */
  readonly calls: string[];
  /** The recorded metrics in order, each with its value or dimension. */
  readonly measured: (readonly [MetricName, number | string])[];
  readonly clock: { now: Date };
  /** Makes every call to the workflow fail. */
  breakWorkflow(): void;
  /** Makes every deletion of a file fail. */
  breakFiles(): void;
  /** `POST /path`, and so on, as someone. */
  request(route: `${string} /${string}`, options?: RequestOptions): Promise<LightMyRequestResponse>;
  /** A new draft; default owner: the employee. */
  draft(as?: Person, details?: object): Promise<Expense>;
  /** A submitted expense that waits for its next approver, as the workflow would have it. */
  waiting(as?: Person, details?: object): Promise<Expense>;
}

export const lunch = {
  merchant: 'Cafe Central',
  category: 'meals',
  amount: 12_000,
  currency: 'EUR',
  incurredOn: '2026-03-04',
} as const;

/** Starts a test API. Its answers are checked against the schemas of the routes. */
export async function createTestApi(): Promise<TestApi> {
  const expenses = createMemoryExpenseStore();
  const clock = { now: new Date('2026-03-05T10:00:00.000Z') };
  const users = createMemoryUserStore(peopleAt(clock.now));
  const calls: string[] = [];
  const measured: [MetricName, number | string][] = [];
  let broken = false;
  let filesBroken = false;
  let ids = 0;
  const record = async (call: string) => {
    calls.push(call);
    if (broken) throw new Error('Step Functions is away');
  };
  const app = buildApp(
    {
      expenses,
      users,
      executions: fakeExecutions(record),
      files: {
        uploadForm: async (_owner, type) => ({ url: 'https://s3.test/', fields: { 'Content-Type': type } }),
        downloadUrl: async ({ receiptId }) => `https://s3.test/${receiptId}`,
        async remove({ receiptId }) {
          calls.push(`remove file ${receiptId}`);
          if (filesBroken) throw new Error('S3 is away');
        },
        checkLater: async (owners) =>
          void calls.push(`check later ${owners.map(({ receiptId }) => receiptId)}`),
      },
      directory: {
        setRoles: async (username, roles) => void calls.push(`roles of ${username}: ${roles}`),
        addRole: async (username, role) => void calls.push(`role of ${username}: ${role}`),
        find: async (username) =>
          username === 'pool-only'
            ? { email: 'Pool@Example.com', name: 'Pool Only', roles: ['employee', 'manager'] }
            : undefined,
        setActive: async (username, active) =>
          void calls.push(`${active ? 'enable' : 'disable'} ${username}`),
      },
      claimsOf: ({ headers }) => JSON.parse(String(headers['x-test-claims'] ?? 'null')) ?? undefined,
      traces: noTraces,
      log: { info: () => {}, warn: () => {}, error: () => {} },
      metrics: {
        count: (name, by = 1) => void measured.push([name, by]),
        countBy: (name, _dimension, value) => void measured.push([name, value]),
        measure: (name, value) => void measured.push([name, value]),
      },
      now: () => new Date(clock.now),
      newId: () => `00000000-0000-4000-9000-${String(++ids).padStart(12, '0')}`,
    },
    (server) => {
      server.setSerializerCompiler(({ schema, url, httpStatus }) => (data) => {
        const errors = Value.Errors(schema as TSchema, data);
        if (errors.length > 0) throw new Error(`${url} ${httpStatus}: ${JSON.stringify(errors)}`);
        return JSON.stringify(data);
      });
    },
  );
  await app.ready();
  const api: TestApi = {
    app,
    expenses,
    users,
    calls,
    measured,
    clock,
    breakWorkflow: () => {
      broken = true;
    },
    breakFiles: () => {
      filesBroken = true;
    },
    request(route, { as, body, headers = {} } = {}) {
      const [method = '', url = ''] = route.split(' ');
      const claims = as && {
        sub: people[as],
        token_use: 'access',
        'cognito:groups': `[${rolesOf[as].join(' ')}]`,
      };
      return app.inject({
        method: method as 'GET',
        url,
        headers: { ...(claims ? { 'x-test-claims': JSON.stringify(claims) } : {}), ...headers },
        ...(body === undefined ? {} : { payload: body as object }),
      });
    },
    async draft(as = 'employee', details = {}) {
      clock.now = new Date(clock.now.getTime() + 1000);
      const { id } = (await api.request('POST /expenses', { as, body: { ...lunch, ...details } })).json();
      return known(expenses, id);
    },
    async waiting(as = 'employee', details = {}) {
      const { id } = await api.draft(as, details);
      await api.request(`POST /expenses/${id}/submit`, { as });
      return askNext(expenses, id, clock.now);
    },
  };
  return api;
}

/** Does what the workflow does at the next step: writes its token and asks the approver. */
export function askNext(expenses: MemoryExpenseStore, id: string, at: Date, level = 0): Expense {
  const expense = known(expenses, id);
  const steps = expense.approval?.steps ?? [];
  const index = steps.findIndex(({ decision }) => !decision);
  const approver = steps[index]?.approvers[level] ?? '';
  const since = at.toISOString();
  const expenseAsked: Expense = {
    ...expense,
    version: expense.version + 1,
    taskToken: `token-${id}-${index}-${level}`,
    queue: { approver, order: `${since}#${id}` },
    waitedFor: [...new Set([...expense.waitedFor, approver])],
    approval: {
      round: expense.approval?.round ?? 1,
      steps: steps.map((step, number) => (number === index ? asked(step, approver, since) : step)),
    },
  };
  expenses.items.set(id, expenseAsked);
  return expenseAsked;
}

function asked(step: ApprovalStep, approver: string, waitingSince: string): ApprovalStep {
  const { moved, ...rest } = step;
  return { ...rest, status: 'waiting', approver, waitingSince };
}

function known(expenses: MemoryExpenseStore, id: string): Expense {
  const expense = expenses.items.get(id);
  if (!expense) throw new Error(`No expense ${id}`);
  return expense;
}

function fakeExecutions(record: (call: string) => Promise<void>): Executions {
  return {
    start: ({ expenseId, round }) => record(`start ${expenseId} ${round}`),
    stop: (id, round) => record(`stop ${id} ${round}`),
    decide: async (token, decision) => {
      await record(`decide ${token} ${decision}`);
      return true;
    },
    move: async (token, { to }) => {
      await record(`move ${token} ${to ?? 'on'}`);
      return true;
    },
    status: async () => 'running',
  };
}

function peopleAt(at: Date) {
  return (Object.keys(people) as Person[]).map((person) => {
    const manager = managers[person];
    return newUser({
      id: people[person],
      username: person,
      email: `${person}@example.com`,
      name: person,
      roles: rolesOf[person],
      at: at.toISOString(),
      ...(manager ? { managerId: people[manager] } : {}),
    });
  });
}
