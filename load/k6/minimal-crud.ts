import exec from 'k6/execution';
import http from 'k6/http';
import type { LoadPlan } from '../shared/plan.ts';

/**
 * The requests of the scenario `crud` and nothing else: no tags, no checks, no phases, no retries. What k6 itself
 * can do, to measure by what our scripts cost (load/bench/overhead.ts).
 */
const plan = JSON.parse(open(__ENV.LOAD_PLAN as string)) as LoadPlan;

export const options = plan.options;

const body = {
  merchant: 'Trattoria Al Porto',
  category: 'meals',
  amount: 4_250,
  currency: 'EUR',
  incurredOn: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10),
  description: 'Client dinner',
  tags: ['client', 'travel'],
};

/** One iteration; a plan asks for it as it asks for one of ours. */
export function scenario(): void {
  const { employees } = plan.teams[exec.vu.idInTest % plan.teams.length] as LoadPlan['teams'][number];
  const authorization = `Bearer ${employees[0]?.accessToken}`;
  const read = { headers: { authorization }, responseType: 'none' } as const;
  const json = { authorization, 'content-type': 'application/json' };

  const created = http.post(`${plan.apiUrl}/expenses`, JSON.stringify(body), {
    headers: {
      ...json,
      'idempotency-key': `minimal-${exec.scenario.startTime}-${exec.scenario.iterationInTest}`,
    },
    responseType: 'text',
  });
  const expense = `${plan.apiUrl}/expenses/${(created.json() as { id: string }).id}`;
  http.get(expense, read);
  http.get(`${plan.apiUrl}/expenses?limit=20`, read);
  const changed = http.patch(expense, JSON.stringify({ description: 'Client dinner, three people' }), {
    headers: { ...json, 'if-match': created.headers.Etag ?? '' },
    responseType: 'none',
  });
  http.get(expense, read);
  if (exec.scenario.iterationInTest % 2 === 0) {
    http.del(expense, null, {
      headers: { authorization, 'if-match': changed.headers.Etag ?? '' },
      responseType: 'none',
    });
  }
}

/** As main.ts does. */
export function handleSummary(data: unknown): Record<string, string> {
  return { [__ENV.LOAD_SUMMARY as string]: JSON.stringify(data) };
}
