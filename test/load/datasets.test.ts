import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { Value } from 'typebox/value';
import { beforeAll, describe, expect, test } from 'vitest';
import { submitted, workflowInput } from '../../app/approvals/approval.ts';
import { fromItem, toItem } from '../../app/expenses/expense-item.ts';
import { Expense } from '../../app/expenses/expenses.schema.ts';
import { approvalChain, autoApprovalAmount } from '../../app/policies/approval-policy.ts';
import { User } from '../../app/users/users.schema.ts';
import { datasetSeed, datasets } from '../../load/datasets/catalogue.ts';
import type { Item } from '../../load/datasets/expense.ts';
import { type DatasetItem, generateDataset } from '../../load/datasets/generate.ts';
import { seedableTable } from '../../load/datasets/stage.ts';
import type { LoadUser, Team } from '../../load/shared/plan.ts';

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const user = (number: number): LoadUser => ({
  id: uuid(number),
  email: `load-${number}@example.com`,
  accessToken: '',
});
const teams: Team[] = [1, 2, 3, 4].map((team) => ({
  manager: user(team * 10),
  employees: [1, 2, 3, 4, 5].map((one) => user(team * 10 + one)),
}));

const source = { size: datasets['1k'], seed: datasetSeed, teams, now: Date.parse('2026-11-25T12:00:00Z') };
const managerOf = new Map(
  teams.flatMap(({ manager, employees }) => employees.map(({ id }) => [id, manager.id] as const)),
);

/** What DynamoDB would give back. */
const stored = ({ item }: DatasetItem): Item => unmarshall(marshall(item));

describe('a dataset', () => {
  let all: DatasetItem[];
  let people: Item[];
  let expenses: { readonly item: Item; readonly start?: DatasetItem['start']; readonly expense: Expense }[];

  beforeAll(() => {
    all = [...generateDataset(source)];
    people = all.filter(({ item }) => item.sk === 'USER').map(stored);
    for (const { id, managerId } of people) {
      if (managerId) managerOf.set(String(id), String(managerId));
    }
    expenses = all
      .filter(({ item }) => item.sk === 'EXPENSE')
      .map((one) => ({ ...one, item: stored(one), expense: fromItem(stored(one)) as Expense }));
  });

  test('is the same for the same seed, and another one for another', () => {
    expect([...generateDataset(source)]).toEqual(all);
    expect([...generateDataset({ ...source, seed: 1 })][5]).not.toEqual(all[5]);
  });

  test('has as many expenses and people as it says, none of them twice', () => {
    expect(expenses).toHaveLength(1_000);
    expect(people.length + 24).toBe(datasets['1k'].people);
    expect(new Set(all.map(({ item }) => item.pk)).size).toBe(all.length);
  });

  test('holds people as the application keeps them', () => {
    const wrong = people.filter(({ pk, sk, directory, ...members }) => !Value.Check(User, members));
    expect(wrong).toEqual([]);
  });

  test('holds expenses as the application keeps them, under the keys that it would give them', () => {
    expect(expenses.filter(({ expense }) => !Value.Check(Expense, expense))).toEqual([]);
    for (const { item, expense } of expenses) expect(toItem(expense)).toEqual(item);
  });

  test('has every change of an expense in its history and its version, in order', () => {
    for (const { expense } of expenses) {
      const moments = expense.history.map(({ at }) => at);
      expect(moments).toEqual([...moments].sort());
      expect({ version: expense.version, updatedAt: expense.updatedAt }).toEqual({
        version: moments.length,
        updatedAt: moments.at(-1),
      });
    }
  });

  test('asks those whom the policy asks, and nobody decides on their own', () => {
    for (const { expense } of expenses.filter(({ expense: { status } }) => status !== 'draft')) {
      const managerId = managerOf.get(expense.ownerId);
      const input = { ...expense, managerId, secondManagerId: managerId && managerOf.get(managerId) };
      const chain = autoApprovalAmount(input) === undefined ? approvalChain(input) : [];
      expect(expense.approval?.steps.map(({ name, approvers }) => ({ name, approvers }))).toEqual(chain);
      expect(expense.decidedBy).not.toContain(expense.ownerId);
    }
  });

  test('leaves what is submitted as submitting leaves it, with the input of its execution', () => {
    const open = expenses.filter(({ expense: { status } }) => status === 'submitted');
    expect(open.length).toBeGreaterThan(3);
    for (const { expense, start } of open) {
      const { submittedAt = '', approval, workflowCheckAt, ...rest } = expense;
      const history = expense.history.slice(0, -1);
      const draft: Expense = {
        ...rest,
        status: 'draft',
        history,
        version: history.length,
        updatedAt: history.at(-1)?.at ?? '',
      };
      const chain = approval?.steps.map(({ name, approvers }) => ({ name, approvers })) ?? [];
      const again = submitted(
        draft,
        chain as Parameters<typeof submitted>[1],
        expense.ownerId,
        new Date(submittedAt),
      );
      expect(again).toEqual(expense);
      expect(start).toEqual(workflowInput(expense));
    }
  });

  test('settles what is decided: out of every queue, each step decided', () => {
    const settled = expenses.filter(({ expense: { status } }) => ['approved', 'rejected'].includes(status));
    expect(new Set(settled.map(({ expense: { status } }) => status))).toEqual(
      new Set(['approved', 'rejected']),
    );
    for (const { item, expense } of settled) {
      const outcomes = expense.approval?.steps.map(({ decision }) => decision?.outcome) ?? [];
      expect(
        outcomes.every((one, index) => one === (index === outcomes.length - 1 ? expense.status : 'approved')),
      ).toBe(true);
      expect([...expense.waitedFor].sort()).toEqual(
        expense.approval?.steps.map(({ approver }) => approver).sort(),
      );
      expect(['approver', 'taskToken', 'workflow', 'workflowCheckAt'].filter((name) => name in item)).toEqual(
        [],
      );
    }
  });
});

test('a dataset is never written into production', () => {
  expect(() => seedableTable({ tableName: 'expense-tracker-prod-expenses' })).toThrow(
    'expense-tracker-prod-expenses is a production table: no dataset is written into it.',
  );
  expect(seedableTable({ tableName: 'expense-tracker-product-expenses' })).toBe(
    'expense-tracker-product-expenses',
  );
});
