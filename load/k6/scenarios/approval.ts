import exec from 'k6/execution';
import { Counter, Trend } from 'k6/metrics';
import type { LoadUser } from '../../shared/plan.ts';
import { bodyOf, call, etagOf } from '../api.ts';
import { iterationNumber } from '../iteration.ts';
import { employeeOf, teamOf } from '../plan-file.ts';
import { until } from '../wait.ts';
import { type Expense, enter, etagOfRow, look, type Page, type Row } from './steps/expenses.ts';
import { attachReceipt, untilAccepted } from './steps/uploads.ts';

const approvals = new Counter('approvals');
const approvalLatency = new Trend('approval_latency', true);
const queueDelay = new Trend('approval_queue_delay', true);

/**
 * An expense on its way to being paid, in one iteration: entered with its receipt, submitted, found in the
 * manager's queue, approved, and seen as approved by the employee.
 */
export function approval(): void {
  const employee = employeeOf(exec.vu.idInTest);
  const { manager } = teamOf(exec.vu.idInTest);
  const iteration = iterationNumber();
  const key = `approval-${exec.scenario.startTime}-${iteration}`;

  const { id } = enter(employee, 10_000 + (iteration % 9_000), key);
  if (!id || !attachReceipt(id, employee)) return;
  const ready = untilAccepted(id, employee);
  if (!ready) return;

  const submittedAt = Date.now();
  call({
    method: 'POST',
    route: 'POST /expenses/{id}/submit',
    path: `/expenses/${id}/submit`,
    as: employee,
    ifMatch: etagOf(ready),
    expect: 200,
  });
  const waiting = until('the manager finds it in the queue', () => waitingExpense(id, manager));
  if (!waiting) return;
  queueDelay.add(Date.now() - submittedAt);

  call({
    method: 'POST',
    route: 'POST /expenses/{id}/approve',
    path: `/expenses/${id}/approve`,
    as: manager,
    body: {},
    // What was seen in the queue is what is approved.
    ifMatch: etagOfRow(waiting.value),
    expect: 200,
  });
  const approved = until('the expense is approved', () => {
    const answer = look(id, employee);
    return bodyOf<Expense>(answer)?.status === 'approved' ? answer : undefined;
  });
  if (!approved) return;
  approvalLatency.add(Date.now() - submittedAt);
  approvals.add(1);
}

/** Looks through the approver's queue, oldest first, page by page. */
function waitingExpense(id: string, manager: LoadUser): Row | undefined {
  let cursor = '';
  do {
    const path = `/approvals?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    const answer = call({
      method: 'GET',
      route: 'GET /approvals',
      path,
      as: manager,
      expect: 200,
      keepBody: true,
    });
    const page = bodyOf<Page>(answer);
    const found = page?.expenses.find((item) => item.id === id);
    if (found) return found;
    cursor = page?.next ?? '';
  } while (cursor);
  return undefined;
}
