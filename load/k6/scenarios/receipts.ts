import { check } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';
import { bodyOf, call } from '../api.ts';
import { countFailure } from '../failures.ts';
import { iterationNumber } from '../iteration.ts';
import { employeeOf } from '../plan-file.ts';
import { enter } from './steps/expenses.ts';
import { attachReceipt, untilAccepted } from './steps/uploads.ts';

/**
 * A receipt's life, in one iteration: put on a new expense straight through S3, looked at until it is accepted,
 * fetched again by its link, and in a third of the cases taken off.
 */
export function receipts(): void {
  const employee = employeeOf(exec.vu.idInTest);
  const iteration = iterationNumber();
  const key = `receipts-${exec.scenario.startTime}-${iteration}`;
  const { id } = enter(employee, 2_000 + (iteration % 9_000), key);
  if (!id) return;
  const receiptId = attachReceipt(id, employee);
  if (!receiptId || !untilAccepted(id, employee)) return;

  const path = `/expenses/${id}/receipts/${receiptId}`;
  const linked = call({
    method: 'GET',
    route: 'GET /expenses/{id}/receipts/{receiptId}',
    path,
    as: employee,
    expect: 200,
    keepBody: true,
  });
  const link = bodyOf<{ download?: { url: string } }>(linked)?.download?.url;
  if (link) {
    const tags = { name: 'GET receipt from S3' };
    const fetched = http.get(link, { tags, responseType: 'none' });
    const isExpected = check(
      fetched,
      { 'GET receipt from S3 answers 200': ({ status }) => status === 200 },
      tags,
    );
    if (!isExpected) countFailure(fetched.status, tags.name);
  }
  if (iteration % 3 === 0) {
    call({
      method: 'DELETE',
      route: 'DELETE /expenses/{id}/receipts/{receiptId}',
      path,
      as: employee,
      expect: 204,
    });
  }
}
