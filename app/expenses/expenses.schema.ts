import { type Static, Type } from 'typebox';
import { Approval, ApprovalView } from '../approvals/approvals.schema.ts';
import { AnsweredRequest } from '../http/idempotency.ts';
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

/** The names of what the owner says of an expense. */
export const detailNames = [
  'merchant',
  'category',
  'amount',
  'currency',
  'incurredOn',
  'description',
  'tags',
] as const satisfies readonly (keyof typeof details)[];

const DetailValue = Type.Union([Type.String(), Type.Integer(), Type.Array(Type.String())]);

export const FieldChange = Type.Object(
  {
    field: Type.Enum(detailNames),
    from: Type.Optional(DetailValue),
    to: Type.Optional(DetailValue),
  },
  {
    title: 'FieldChange',
    description: 'Without `from` there was nothing before, without `to` there is nothing now',
  },
);
export type FieldChange = Static<typeof FieldChange>;

export const HistoryEntry = Type.Object(
  {
    at: Moment,
    by: Type.String({ description: 'The id of a person, or `system`' }),
    event: Type.String(),
    comment: Type.Optional(Type.String()),
    receiptId: Type.Optional(Id),
    changes: Type.Optional(
      Type.Array(FieldChange, { description: 'Of `changed`: all edits of one person in one sitting' }),
    ),
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
  /** The requests with an Idempotency-Key that changed it; never shown. */
  answered: Type.Optional(Type.Array(AnsweredRequest)),
  /** The ids of its latest writes, see `withWrite`; never shown. */
  writes: Type.Optional(Type.Array(Type.String())),
  /** Where the workflow waits; never shown. */
  taskToken: Type.Optional(Type.String()),
  /** Of the workflow's wait that was written last, so that a repetition knows its own; never shown. */
  waitId: Type.Optional(Type.String()),
  queue: Type.Optional(Type.Object({ approver: Type.String(), order: Type.String() })),
  /** When the reconciler looks at it next: present while a workflow is under way, and in a draft with pending receipts. */
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
    etag: Type.String({
      description: 'What If-Match has to be to act on exactly this: "3", quotes included',
    }),
  },
  { title: 'ExpenseSummary' },
);
export type ExpenseSummary = Static<typeof ExpenseSummary>;

/** What a list reads from an index. */
export type ExpenseListing = Omit<ExpenseSummary, 'displayAmount' | 'etag'>;

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
    Type.String({
      minLength: 1,
      maxLength: 200,
      pattern: '^[\\x21-\\x7e]+$',
      description:
        'A new text for each request, e.g. a UUID. For 24 hours a repetition with the same key does nothing again: it is answered as the first one was, with things as they are now.',
    }),
  ),
});
/** The headers of what is done to an expense that is there. */
export const ActHeaders = Type.Object({ ...IfMatch.properties, ...IdempotencyKey.properties });
