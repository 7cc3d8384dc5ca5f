import { type Static, Type } from 'typebox';
import { pageNext, pageQuery } from '../http/schemas.ts';
import { AnsweredRequest } from '../persistence/answered-request.ts';
import { isCurrency } from '../policies/money.ts';
import { Id, Moment, strictObject } from '../schema/basics.ts';
import { Day } from '../schema/day.ts';
import { line, lines } from '../schema/text-schemas.ts';
import { Approval, ApprovalView } from './approval.schema.ts';
import { Receipt, StoredReceipt } from './receipt.schema.ts';

export const Category = Type.Enum(
  ['travel', 'lodging', 'meals', 'entertainment', 'office', 'software', 'training', 'other'],
  { title: 'Category', description: 'What it was spent on' },
);

export const ExpenseStatus = Type.Enum(['draft', 'submitted', 'approved', 'rejected'], {
  title: 'ExpenseStatus',
  description: 'How far it is on its way',
});
export type ExpenseStatus = Static<typeof ExpenseStatus>;

/** The description of the API lists its values, see app/openapi/generate.ts. */
export const Currency = Type.Refine(
  Type.String({ title: 'Currency', description: 'A current currency of ISO 4217' }),
  (code) => typeof code !== 'string' || isCurrency(code),
  () => 'must be a current currency of ISO 4217 in capitals, such as EUR',
);

const amount = 'In minor units of the currency: 1250 is 12.50 EUR, 1250 JPY and 1.250 KWD';

/** The details that an owner has to enter. */
const required = {
  merchant: line({ max: 200 }),
  category: Category,
  amount: Type.Integer({ minimum: 1, maximum: 1_000_000_000_000, description: amount }),
  currency: Currency,
  incurredOn: Day,
};

/** The details that an owner may enter. */
const optional = {
  description: lines({ max: 2000 }),
  tags: Type.Array(line({ max: 50 }), { maxItems: 20, uniqueItems: true }),
};

export const NewExpense = strictObject(
  {
    ...required,
    description: Type.Optional(optional.description),
    tags: Type.Optional(optional.tags),
  },
  { title: 'NewExpense' },
);
export type NewExpense = Static<typeof NewExpense>;

/** A merge patch (RFC 7396): null removes an optional detail. */
const changes = {
  ...required,
  description: Type.Union([optional.description, Type.Null()]),
  tags: Type.Union([optional.tags, Type.Null()]),
};

export const ExpenseChange = Type.Partial(strictObject(changes), {
  title: 'ExpenseChange',
  description: 'What is to change (RFC 7396): null takes away what is optional',
  additionalProperties: false,
  minProperties: 1,
});
export type ExpenseChange = Static<typeof ExpenseChange>;

/** The names of all details. */
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

/** The details as stored and shown; older ones were accepted by older rules. */
const details = {
  merchant: Type.String(),
  category: Category,
  amount: Type.Integer({ description: amount }),
  currency: Type.String({ description: 'Of ISO 4217; older expenses may be in one that has been withdrawn' }),
  incurredOn: Type.String({ format: 'date' }),
  description: Type.Optional(Type.String()),
  tags: Type.Array(Type.String()),
};

const identity = { id: Id, ownerId: Id };
const state = {
  status: ExpenseStatus,
  version: Type.Integer(),
  createdAt: Moment,
  updatedAt: Moment,
  submittedAt: Type.Optional(Moment),
};

/** An expense as stored, in one item. */
export const Expense = Type.Object({
  ...identity,
  ...details,
  ...state,
  settledAt: Type.Optional(Moment),
  receipts: Type.Record(Type.String(), StoredReceipt),
  approval: Type.Optional(Approval),
  history: Type.Array(HistoryEntry),
  /** Hash of the body that created it, to recognize a repeated request with the same key. */
  bodyHash: Type.Optional(Type.String()),
  /** The queues that it waits in, or waited in, in any round. */
  waitedFor: Type.Array(Type.String()),
  /** The people who decided a step of the current round. */
  decidedBy: Type.Array(Type.String()),
  /** The requests with an Idempotency-Key that changed it; never shown. */
  answered: Type.Optional(Type.Array(AnsweredRequest)),
  /** The ids of its latest writes, see `withWriteId`; never shown. */
  writes: Type.Optional(Type.Array(Type.String())),
  /** The task token with which the workflow waits; never shown. */
  taskToken: Type.Optional(Type.String()),
  /** The id of the workflow's latest wait, by which a repeated write is recognized; never shown. */
  waitId: Type.Optional(Type.String()),
  queue: Type.Optional(Type.Object({ approver: Type.String(), order: Type.String() })),
  /** When the reconciler checks it next: present during an approval, and in a draft with pending receipts. */
  workflowCheckAt: Type.Optional(Moment),
});
export type Expense = Static<typeof Expense>;

/** What a list shows. */
export const ExpenseSummary = Type.Object(
  {
    ...identity,
    ...details,
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

/** The filters of a person's list; the days are inclusive and compared with `incurredOn`. */
export const ExpenseFilters = Type.Object({
  status: Type.Optional(ExpenseStatus),
  category: Type.Optional(Category),
  from: Type.Optional(Day),
  to: Type.Optional(Day),
});
export type ExpenseFilters = Static<typeof ExpenseFilters>;

export const ListQuery = strictObject({ ...pageQuery, ...ExpenseFilters.properties });
export const ExpenseParams = Type.Object({ id: Type.String({ description: 'Of the expense' }) });
