import { type Static, Type } from 'typebox';
import { Approval, ApprovalView } from '../approvals/approvals.schema.ts';
import { Id, Moment, pageNext, pageQuery, strictObject } from '../http/schemas.ts';
import { Receipt } from '../receipts/receipts.schema.ts';

export const Category = Type.Enum(
  ['travel', 'lodging', 'meals', 'entertainment', 'office', 'software', 'training', 'other'],
  { title: 'Category' },
);

export const ExpenseStatus = Type.Enum(['draft', 'submitted', 'approved', 'rejected'], {
  title: 'ExpenseStatus',
});
export type ExpenseStatus = Static<typeof ExpenseStatus>;

const day = Type.String({ format: 'date', description: 'A calendar day, YYYY-MM-DD' });

/** What the owner says of an expense. */
const details = {
  merchant: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
  category: Category,
  amount: Type.Integer({
    minimum: 1,
    maximum: 1_000_000_000_000,
    description: 'In minor units of the currency: 1250 is 12.50 EUR, 1250 JPY and 1.250 KWD',
  }),
  currency: Type.String({ format: 'currency', description: 'ISO 4217, e.g. EUR' }),
  incurredOn: day,
  description: Type.Optional(Type.String({ maxLength: 2000 })),
  tags: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 50 }), { maxItems: 20, uniqueItems: true }),
  ),
};

export const NewExpense = strictObject(details, { title: 'NewExpense' });
export type NewExpense = Static<typeof NewExpense>;

export const ExpenseChange = Type.Partial(strictObject(details), {
  title: 'ExpenseChange',
  additionalProperties: false,
  minProperties: 1,
});
export type ExpenseChange = Static<typeof ExpenseChange>;

export const HistoryEntry = Type.Object(
  {
    at: Moment,
    by: Type.String({ description: 'The id of a person, or `system`' }),
    event: Type.String(),
    comment: Type.Optional(Type.String()),
    receiptId: Type.Optional(Id),
  },
  { title: 'HistoryEntry' },
);
export type HistoryEntry = Static<typeof HistoryEntry>;

const identity = { id: Id, ownerId: Id };
const state = {
  status: ExpenseStatus,
  version: Type.Integer(),
  createdAt: Moment,
  updatedAt: Moment,
  submittedAt: Type.Optional(Moment),
};

/** An expense as it is kept: one item. */
export const Expense = Type.Object({
  ...identity,
  ...details,
  tags: Type.Array(Type.String()),
  ...state,
  settledAt: Type.Optional(Moment),
  receipts: Type.Record(Type.String(), Receipt),
  approval: Type.Optional(Approval),
  history: Type.Array(HistoryEntry),
  /** Of the body it was made from, to tell a repeated request from another one with the same key. */
  bodyHash: Type.Optional(Type.String()),
  /** The queues it waits or waited in, in any round. */
  waitedFor: Type.Array(Type.String()),
  /** Who decided a step of the present round. */
  decidedBy: Type.Array(Type.String()),
  /** Where the workflow waits; never shown. */
  taskToken: Type.Optional(Type.String()),
  /** Of the workflow's wait that was written last, so that a repetition knows its own; never shown. */
  waitId: Type.Optional(Type.String()),
  queue: Type.Optional(Type.Object({ approver: Type.String(), order: Type.String() })),
  /** When the reconciler looks at the approval next; present while a workflow is under way. */
  workflowCheckAt: Type.Optional(Moment),
});
export type Expense = Static<typeof Expense>;

/** What a list shows. */
export const ExpenseSummary = Type.Object(
  {
    ...identity,
    ...details,
    tags: Type.Array(Type.String()),
    ...state,
    displayAmount: Type.String({ description: 'e.g. 12.50 EUR' }),
  },
  { title: 'ExpenseSummary' },
);
export type ExpenseSummary = Static<typeof ExpenseSummary>;

/** What a list reads from an index. */
export type ExpenseListing = Omit<ExpenseSummary, 'displayAmount'>;

/** An expense as callers see it. */
export const ExpenseView = Type.Object(
  {
    ...ExpenseSummary.properties,
    settledAt: Type.Optional(Moment),
    receipts: Type.Array(Receipt),
    approval: Type.Union([ApprovalView, Type.Null()]),
    history: Type.Array(HistoryEntry),
  },
  { title: 'Expense' },
);
export type ExpenseView = Static<typeof ExpenseView>;

export const ExpensePage = Type.Object(
  { expenses: Type.Array(ExpenseSummary), ...pageNext },
  { title: 'ExpensePage' },
);
export type ExpensePage = Static<typeof ExpensePage>;

/** The filters of a person's list; the days are inclusive and speak of `incurredOn`. */
export const ExpenseFilters = Type.Object({
  status: Type.Optional(ExpenseStatus),
  category: Type.Optional(Category),
  from: Type.Optional(day),
  to: Type.Optional(day),
});
export type ExpenseFilters = Static<typeof ExpenseFilters>;

export const ListQuery = strictObject({ ...pageQuery, ...ExpenseFilters.properties });
export const PageQuery = strictObject(pageQuery);
export const ExpenseParams = Type.Object({ id: Type.String() });
export const IfMatch = Type.Object({ 'if-match': Type.Optional(Type.String()) });
export const IdempotencyKey = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({ minLength: 1, maxLength: 200, pattern: '^[\\x21-\\x7e]+$' }),
  ),
});
