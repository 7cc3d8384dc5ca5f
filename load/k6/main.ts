import { iteration } from './iteration.ts';
import { plan } from './plan-file.ts';
import { approval as approvalOnce } from './scenarios/approval.ts';
import { auth as authOnce } from './scenarios/auth.ts';
import { crud as crudOnce } from './scenarios/crud.ts';
import { hello } from './scenarios/hello.ts';
import { mixed as mixedOnce } from './scenarios/mixed.ts';
import { reads as readsOnce } from './scenarios/reads.ts';
import { receipts as receiptsOnce } from './scenarios/receipts.ts';

export { hello };

/** The script that k6 runs: every scenario is here by name, and the plan says which of them run, and how. */
export const options = plan.options;

export const crud = iteration(crudOnce, hello);
export const approval = iteration(approvalOnce, hello);
export const receipts = iteration(receiptsOnce, hello);
export const reads = iteration(readsOnce, hello);
export const mixed = iteration(mixedOnce, hello);
export const auth = iteration(authOnce, hello);

/** Writes k6's own figures where LOAD_SUMMARY says; load/run makes the report of them. */
export function handleSummary(data: unknown): Record<string, string> {
  return { [__ENV.LOAD_SUMMARY as string]: JSON.stringify(data) };
}
