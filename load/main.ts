import { plan } from './lib/plan.ts';

/** The script that k6 runs: every scenario is here by name, and the plan says which of them run, and how. */
export const options = plan.options;

export { approval } from './scenarios/approval.ts';
export { crud } from './scenarios/crud.ts';
export { hello } from './scenarios/hello.ts';

/** Writes k6's own figures where LOAD_SUMMARY says; load/run makes the report of them. */
export function handleSummary(data: unknown): Record<string, string> {
  return { [__ENV.LOAD_SUMMARY as string]: JSON.stringify(data) };
}
