import { check, sleep } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';
import { Counter, Trend } from 'k6/metrics';
import { type Answer, bodyOf, call, etagOf } from '../lib/api.ts';
import { anExpense } from '../lib/expenses.ts';
import { formOf } from '../lib/form.ts';
import { employeeOf, teamOf } from '../lib/plan.ts';
import { receiptPng } from '../lib/receipt.ts';
import type { LoadUser } from '../plan.ts';

const approvals = new Counter('approvals');
const approvalLatency = new Trend('approval_latency', true);
const queueDelay = new Trend('approval_queue_delay', true);
const receiptDelay = new Trend('receipt_processing_delay', true);

/** How long an iteration waits for a state before it counts as failed, and how often it looks. */
const patience = { seconds: 10, between: 0.05 };

interface Expense {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly receipts: readonly { readonly id: string; readonly status: string }[];
}

interface Upload {
  readonly upload: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
}

/**
 * An expense on its way to being paid, in one iteration: entered with its receipt, submitted, found in the
 * manager's queue, approved, and seen as approved by the employee.
 */
export function approval(): void {
  const employee = employeeOf(exec.vu.idInTest);
  const { manager } = teamOf(exec.vu.idInTest);

  const created = call({
    method: 'POST',
    route: 'POST /expenses',
    path: '/expenses',
    as: employee,
    body: anExpense({ amount: 10_000 + (exec.scenario.iterationInTest % 9_000) }),
    expect: 201,
    keepBody: true,
  });
  const id = bodyOf<Expense>(created)?.id;
  if (!id) return;
  if (!attachReceipt(id, employee)) return;

  const ready = until('the receipt is accepted', () => {
    const answer = look(id, employee);
    const accepted = bodyOf<Expense>(answer)?.receipts.some(({ status }) => status === 'accepted');
    return accepted ? answer : undefined;
  });
  if (!ready) return;
  receiptDelay.add(ready.waited);

  const submittedAt = Date.now();
  call({
    method: 'POST',
    route: 'POST /expenses/{id}/submit',
    path: `/expenses/${id}/submit`,
    as: employee,
    ifMatch: etagOf(ready.value),
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

/** The expense as the employee sees it now. */
function look(id: string, employee: LoadUser): Answer {
  return call({
    method: 'GET',
    route: 'GET /expenses/{id}',
    path: `/expenses/${id}`,
    as: employee,
    expect: 200,
    keepBody: true,
  });
}

/** Asks for a place to put a receipt, and puts a small PNG there as a browser's form would. */
function attachReceipt(id: string, employee: LoadUser): boolean {
  const offered = call({
    method: 'POST',
    route: 'POST /expenses/{id}/receipts',
    path: `/expenses/${id}/receipts`,
    as: employee,
    body: { fileName: 'receipt.png', contentType: 'image/png' },
    expect: 201,
    keepBody: true,
  });
  const upload = bodyOf<Upload>(offered)?.upload;
  if (!upload) return false;
  const bytes = receiptPng(exec.vu.idInTest, exec.scenario.iterationInTest);
  const form = formOf(upload.fields, { name: 'receipt.png', contentType: 'image/png', bytes });
  const stored = http.post(upload.url, form.body, {
    headers: { 'content-type': form.contentType },
    tags: { name: 'POST receipt to S3' },
  });
  return check(
    stored,
    { 'POST receipt to S3 answers 204 or 201': ({ status }) => status === 204 || status === 201 },
    { name: 'POST receipt to S3' },
  );
}

/** Looks through the approver's queue, oldest first, page by page. */
function waitingExpense(id: string, manager: LoadUser): { readonly id: string } | undefined {
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
    const page = bodyOf<{ expenses: { id: string }[]; next?: string }>(answer);
    const found = page?.expenses.find((item) => item.id === id);
    if (found) return found;
    cursor = page?.next ?? '';
  } while (cursor);
  return undefined;
}

/** Looks until there is something to see, or patience ends; `waited` in milliseconds. */
function until<T>(
  what: string,
  see: () => T | undefined,
): { readonly value: T; readonly waited: number } | undefined {
  const started = Date.now();
  let value = see();
  while (value === undefined && Date.now() - started < patience.seconds * 1000) {
    sleep(patience.between);
    value = see();
  }
  check(value, { [`${what} within ${patience.seconds} s`]: (seen) => seen !== undefined });
  return value === undefined ? undefined : { value, waited: Date.now() - started };
}
