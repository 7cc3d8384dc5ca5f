import type { LoadUser } from '../../shared/plan.ts';
import { type Caller, scenario } from './scenario.ts';
import { bodyOf, etagOf } from './steps/answers.ts';
import { type Expense, enter, etagOfRow, look, pagesOf, queueLimit, type Row } from './steps/expenses.ts';
import { attachReceipt, receiptFigures, untilAccepted, uploadRoutes } from './steps/uploads.ts';

/** What submitting and deciding are held to: they start executions and go on with them. */
const workflowLimit = { embedded: 400, localstack: 4000, ministack: 600, stage: 800 } as const;

/**
 * An expense on its way to being paid, in one iteration: entered with its receipt, submitted, found in the
 * manager's queue, approved, and seen as approved by the employee.
 */
export const approval = scenario({
  title: 'An employee submits an expense with its receipt, and the manager approves it',
  rate: 6,
  iterationSeconds: 3,
  demand: { requests: 12, signIns: 0, executions: 1 },
  routes: {
    'POST /expenses': {},
    ...uploadRoutes,
    'POST /expenses/{id}/submit': workflowLimit,
    'GET /approvals': queueLimit,
    'POST /expenses/{id}/approve': workflowLimit,
    'GET /expenses/{id}': {},
  },
  figures: {
    approval_latency: { embedded: 1500, localstack: 8000, ministack: 2500, stage: 3000 },
    approval_queue_delay: { embedded: 1500, localstack: 6000, ministack: 2500, stage: 3000 },
    ...receiptFigures,
  },
  counters: ['approvals'],
  // Receipt, queue and outcome are looked for once at least.
  fewestRequests: [8],
  iterate(user) {
    const { id } = enter(user, 10_000 + (user.iteration % 9_000));
    if (!id || !attachReceipt(user, id)) return;
    const ready = untilAccepted(user, id);
    if (!ready) return;

    const submittedAt = Date.now();
    const path = `/expenses/${id}`;
    user.call('POST /expenses/{id}/submit', { path: `${path}/submit`, ifMatch: etagOf(ready) });
    const waiting = user.until('the manager finds it in the queue', () =>
      waitingExpense(user, id, user.manager),
    );
    if (!waiting) return;
    user.measure('approval_queue_delay', Date.now() - submittedAt);

    user.call('POST /expenses/{id}/approve', {
      path: `${path}/approve`,
      as: user.manager,
      body: {},
      // What was seen in the queue is what is approved.
      ifMatch: etagOfRow(waiting.value),
    });
    const approved = user.until('the expense is approved', () => {
      const answer = look(user, id);
      return bodyOf<Expense>(answer)?.status === 'approved' ? answer : undefined;
    });
    if (!approved) return;
    user.measure('approval_latency', Date.now() - submittedAt);
    user.count('approvals');
  },
});

/** Looks through the approver's queue, oldest first, page by page. */
function waitingExpense(user: Caller<'GET /approvals'>, id: string, manager: LoadUser): Row | undefined {
  for (const rows of pagesOf(user, 'GET /approvals', '/approvals?limit=100', manager)) {
    const found = rows.find((row) => row.id === id);
    if (found) return found;
  }
  return undefined;
}
