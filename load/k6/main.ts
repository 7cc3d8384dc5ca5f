import exec from 'k6/execution';
import http from 'k6/http';
import { iteration } from './iteration.ts';
import { plan } from './plan-file.ts';
import { type ScenarioName, scenarios } from './scenarios/catalogue.ts';
import { virtualUser } from './virtual-user.ts';

/** The script that k6 runs: the plan says which scenarios run, and how. */
export const options = plan.options;

/** One iteration of the scenario that k6 is in, by its name. */
export const scenario = iteration(
  () => scenarios[exec.scenario.name as ScenarioName].iterate(virtualUser()),
  hello,
);

/** The yardstick: one request that does nothing, to know the machine and k6 from the product. */
export function hello(): void {
  http.get(`${plan.apiUrl}/`, { tags: { name: 'GET /' } });
}

/** Writes k6's own figures where LOAD_SUMMARY says; load/run makes the report of them. */
export function handleSummary(data: unknown): Record<string, string> {
  return { [__ENV.LOAD_SUMMARY as string]: JSON.stringify(data) };
}
