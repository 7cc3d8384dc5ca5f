import { actorOf } from '../auth/plugin.ts';
import { expenseView } from '../expenses/expense-view.ts';
import { type Expense, ExpensePage, ExpenseParams, ExpenseView } from '../expenses/expenses.schema.ts';
import { conditionsOf } from '../http/action-conditions.ts';
import type { App } from '../http/app-types.ts';
import { etagOf } from '../http/etag.ts';
import { ActionHeaders, bodyProblems, keyProblems, PageQuery, problemResponses } from '../http/schemas.ts';
import { ApproveBody, ReassignBody, RejectBody } from './approvals.schema.ts';
import type { ApprovalService } from './approvals.service.ts';

const tags = ['approvals'];

/** The routes between a draft and the last decision on it. */
export function registerApprovalRoutes(app: App, service: ApprovalService): void {
  app.get(
    '/approvals',
    {
      schema: {
        operationId: 'listApprovals',
        summary: 'What waits for a decision of the caller, oldest first',
        tags,
        querystring: PageQuery,
        response: {
          200: ExpensePage,
          ...problemResponses('request.invalid', 'request.cursor', 'auth.not-active'),
        },
      },
    },
    (request) => service.waiting(actorOf(request), request.query.limit, request.query.cursor),
  );
  registerOwnerRoutes(app, service);
  registerApproverRoutes(app, service);
  registerReassignRoute(app, service);
}

function registerOwnerRoutes(app: App, service: ApprovalService): void {
  app.post(
    '/expenses/:id/submit',
    {
      schema: {
        operationId: 'submitExpense',
        summary: 'Submit a draft for approval',
        tags,
        params: ExpenseParams,
        headers: ActionHeaders,
        response: {
          200: ExpenseView,
          ...problemResponses(...ownerProblems, 'expense.not-draft', 'receipt.pending'),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      return answer(reply, await service.submit(actorOf(request), id, conditionsOf(request)));
    },
  );

  app.post(
    '/expenses/:id/recall',
    {
      schema: {
        operationId: 'recallExpense',
        summary: 'Take a submitted expense back, before it is decided',
        tags,
        params: ExpenseParams,
        headers: ActionHeaders,
        response: {
          200: ExpenseView,
          ...problemResponses(...ownerProblems, 'approval.not-submitted', 'approval.settled'),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      return answer(reply, await service.recall(actorOf(request), id, conditionsOf(request)));
    },
  );
}

function registerApproverRoutes(app: App, service: ApprovalService): void {
  app.post(
    '/expenses/:id/approve',
    {
      // The comment is optional, so the whole body is.
      preValidation: async (request) => {
        request.body ??= {};
      },
      schema: {
        operationId: 'approveExpense',
        summary: 'Approve the step that waits for the caller',
        tags,
        params: ExpenseParams,
        headers: ActionHeaders,
        body: ApproveBody,
        response: { 200: ExpenseView, ...problemResponses(...decisionProblems) },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const input = { outcome: 'approved', comment: body.comment } as const;
      return answer(reply, await service.decide(actorOf(request), params.id, input, conditionsOf(request)));
    },
  );

  app.post(
    '/expenses/:id/reject',
    {
      schema: {
        operationId: 'rejectExpense',
        summary: 'Reject the expense, saying why',
        tags,
        params: ExpenseParams,
        headers: ActionHeaders,
        body: RejectBody,
        response: { 200: ExpenseView, ...problemResponses(...decisionProblems) },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const input = { outcome: 'rejected', comment: body.comment } as const;
      return answer(reply, await service.decide(actorOf(request), params.id, input, conditionsOf(request)));
    },
  );
}

function registerReassignRoute(app: App, service: ApprovalService): void {
  app.post(
    '/expenses/:id/reassign',
    {
      schema: {
        operationId: 'reassignExpense',
        summary: 'Give the step that waits to another person, as an admin',
        tags,
        params: ExpenseParams,
        headers: ActionHeaders,
        body: ReassignBody,
        response: {
          200: ExpenseView,
          ...problemResponses(
            ...stepProblems,
            'auth.role-required',
            'approval.own-expense',
            'approval.not-waiting',
            'approval.reassign-invalid',
          ),
        },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      return answer(reply, await service.reassign(actorOf(request), params.id, body, conditionsOf(request)));
    },
  );
}

const stepProblems = [
  ...bodyProblems,
  ...keyProblems,
  'auth.not-active',
  'expense.not-found',
  'expense.changed',
  'expense.busy',
  'expense.too-long',
] as const;

const ownerProblems = [...stepProblems, 'expense.not-owner'] as const;

const decisionProblems = [
  ...stepProblems,
  'expense.if-match-required',
  'approval.own-expense',
  'approval.not-approver',
  'approval.second-decision',
  'approval.not-waiting',
] as const;

function answer(reply: { header(name: string, value: string): unknown }, expense: Expense) {
  reply.header('etag', etagOf(expense.version));
  return expenseView(expense);
}
