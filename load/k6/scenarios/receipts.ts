import { scenario } from './scenario.ts';
import { bodyOf } from './steps/answers.ts';
import { enter } from './steps/expenses.ts';
import { attachReceipt, receiptFigures, untilAccepted, uploadRoutes } from './steps/uploads.ts';

/**
 * A receipt's life, in one iteration: put on a new expense straight through S3, looked at until it is accepted,
 * fetched again by its link, and in a third of the cases taken off.
 */
export const receipts = scenario({
  title: 'An employee puts a receipt on an expense, waits until it is accepted, and fetches it again',
  rate: 8,
  iterationSeconds: 2,
  demand: { requests: 8, signIns: 0, executions: 0 },
  routes: {
    'POST /expenses': {},
    ...uploadRoutes,
    'GET /expenses/{id}': {},
    'GET /expenses/{id}/receipts/{receiptId}': {},
    'GET receipt from S3': {},
    'DELETE /expenses/{id}/receipts/{receiptId}': {},
  },
  figures: receiptFigures,
  counters: [],
  fewestRequests: [7, 6, 6],
  iterate(user) {
    const { id } = enter(user, 2_000 + (user.iteration % 9_000));
    if (!id) return;
    const receiptId = attachReceipt(user, id);
    if (!receiptId || !untilAccepted(user, id)) return;

    const path = `/expenses/${id}/receipts/${receiptId}`;
    const linked = user.call('GET /expenses/{id}/receipts/{receiptId}', { path, keepBody: true });
    const url = bodyOf<{ download?: { url: string } }>(linked)?.download?.url;
    if (url) user.send('GET receipt from S3', { method: 'GET', url });
    if (user.iteration % 3 === 0) {
      user.call('DELETE /expenses/{id}/receipts/{receiptId}', { path, expect: 204 });
    }
  },
});
