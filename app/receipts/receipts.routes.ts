import { Type } from 'typebox';
import { actorOf } from '../auth/plugin.ts';
import { ExpenseParams } from '../expenses/expenses.schema.ts';
import { keyedRequestOf } from '../http/action-conditions.ts';
import type { App } from '../http/app-types.ts';
import { bodyProblems, IdempotencyKey, keyProblems, problemResponses } from '../http/schemas.ts';
import { NewReceipt, ReceiptDownload, ReceiptParams, ReceiptUpload } from './receipts.schema.ts';
import type { ReceiptService } from './receipts.service.ts';

const tags = ['receipts'];

/** The routes of an expense's receipts. */
export function registerReceiptRoutes(app: App, service: ReceiptService): void {
  app.post(
    '/expenses/:id/receipts',
    {
      schema: {
        operationId: 'createReceipt',
        summary: 'Announce a receipt and get the form to upload its file with',
        tags,
        params: ExpenseParams,
        headers: IdempotencyKey,
        body: NewReceipt,
        response: {
          201: {
            ...ReceiptUpload,
            description: 'The receipt; with a repeated Idempotency-Key the one made then, with a fresh form',
          },
          ...problemResponses(...keyProblems, ...changeProblems, 'receipt.too-many', 'receipt.not-found'),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const added = await service.add(actorOf(request), id, request.body, keyedRequestOf(request));
      reply.code(201).header('location', `/expenses/${id}/receipts/${added.receipt.id}`);
      return added;
    },
  );

  app.get(
    '/expenses/:id/receipts/:receiptId',
    {
      schema: {
        operationId: 'getReceipt',
        summary: 'A receipt, with a link to its file once it was accepted',
        tags,
        params: ReceiptParams,
        response: { 200: ReceiptDownload, ...problemResponses('expense.not-found', 'receipt.not-found') },
      },
    },
    (request) => service.read(actorOf(request), request.params.id, request.params.receiptId),
  );

  app.delete(
    '/expenses/:id/receipts/:receiptId',
    {
      schema: {
        operationId: 'deleteReceipt',
        summary: 'Take a receipt off a draft and delete its file',
        tags,
        params: ReceiptParams,
        response: {
          204: Type.Null({ description: 'Deleted' }),
          ...problemResponses(...changeProblems, 'receipt.not-found'),
        },
      },
    },
    async (request, reply) => {
      await service.remove(actorOf(request), request.params.id, request.params.receiptId);
      return reply.code(204).send(null);
    },
  );
}

const changeProblems = [
  ...bodyProblems,
  'expense.not-found',
  'expense.not-owner',
  'expense.not-draft',
  'expense.busy',
  'expense.too-long',
] as const;
