import { Type } from 'typebox';
import { actorOf } from '../auth/plugin.ts';
import type { App } from '../http/app-types.ts';
import { etagOf } from '../http/etag.ts';
import { bodyProblems, IdempotencyKey, IfMatch, keyProblems, problemResponses } from '../http/schemas.ts';
import type { Metrics } from '../observability/observability.ts';
import { expenseView } from './expense-view.ts';
import {
  ExpenseChange,
  ExpensePage,
  ExpenseParams,
  ExpenseView,
  ListQuery,
  NewExpense,
} from './expenses.schema.ts';
import type { ExpenseService } from './expenses.service.ts';

const tags = ['expenses'];

/** The routes of one's own expenses. */
export function registerExpenseRoutes(app: App, service: ExpenseService, metrics: Metrics): void {
  app.post(
    '/expenses',
    {
      schema: {
        operationId: 'createExpense',
        summary: 'Make a draft',
        tags,
        headers: IdempotencyKey,
        body: NewExpense,
        response: {
          201: {
            ...ExpenseView,
            description: 'The draft; with a repeated Idempotency-Key the one made then',
          },
          ...problemResponses(...bodyProblems, ...keyProblems, 'expense.deleted'),
        },
      },
    },
    async (request, reply) => {
      const key = request.headers['idempotency-key'];
      const expense = await service.create(actorOf(request), request.body, key);
      metrics.count('ExpenseCreated');
      reply.code(201).headers({ location: `/expenses/${expense.id}`, etag: etagOf(expense.version) });
      return expenseView(expense);
    },
  );

  app.get(
    '/expenses',
    {
      schema: {
        operationId: 'listExpenses',
        summary: "The caller's own expenses, newest first",
        tags,
        querystring: ListQuery,
        response: { 200: ExpensePage, ...problemResponses('request.invalid', 'request.cursor') },
      },
    },
    (request) => service.list(actorOf(request), request.query),
  );
  registerSingleExpenseRoutes(app, service);
}

function registerSingleExpenseRoutes(app: App, service: ExpenseService): void {
  app.get(
    '/expenses/:id',
    {
      schema: {
        operationId: 'getExpense',
        summary: 'An expense that the caller may know of',
        tags,
        params: ExpenseParams,
        response: { 200: ExpenseView, ...problemResponses('expense.not-found') },
      },
    },
    async (request, reply) => {
      const expense = await service.read(actorOf(request), request.params.id);
      reply.header('etag', etagOf(expense.version));
      return expenseView(expense);
    },
  );

  app.patch(
    '/expenses/:id',
    {
      schema: {
        operationId: 'updateExpense',
        summary: 'Change some details of a draft',
        tags,
        params: ExpenseParams,
        headers: IfMatch,
        body: ExpenseChange,
        response: {
          200: ExpenseView,
          ...problemResponses('request.invalid', ...changeProblems, 'expense.too-long'),
        },
      },
    },
    async (request, reply) => {
      const { params, body, headers } = request;
      const expense = await service.change(actorOf(request), params.id, body, headers['if-match']);
      reply.header('etag', etagOf(expense.version));
      return expenseView(expense);
    },
  );

  app.delete(
    '/expenses/:id',
    {
      schema: {
        operationId: 'deleteExpense',
        summary: 'Delete a draft',
        tags,
        params: ExpenseParams,
        headers: IfMatch,
        response: { 204: Type.Null({ description: 'Deleted' }), ...problemResponses(...changeProblems) },
      },
    },
    async (request, reply) => {
      await service.remove(actorOf(request), request.params.id, request.headers['if-match']);
      return reply.code(204).send(null);
    },
  );
}

const changeProblems = [
  ...bodyProblems,
  'expense.not-found',
  'expense.not-owner',
  'expense.not-draft',
  'expense.changed',
  'expense.if-match-required',
] as const;
