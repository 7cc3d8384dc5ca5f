import exec from 'k6/execution';
import { bodyOf, call, etagOf } from '../lib/api.ts';
import { anExpense } from '../lib/expenses.ts';
import { employeeOf } from '../lib/plan.ts';

/**
 * An employee's day with the tracker, in one iteration: enters an expense, looks at it, looks at the list,
 * corrects it, looks again, and in half the cases throws it away.
 */
export function crud(): void {
  const employee = employeeOf(exec.vu.idInTest);
  const created = call({
    method: 'POST',
    route: 'POST /expenses',
    path: '/expenses',
    as: employee,
    body: anExpense({ amount: 1_000 + (exec.scenario.iterationInTest % 9_000) }),
    idempotencyKey: `crud-${exec.scenario.startTime}-${exec.scenario.iterationInTest}`,
    expect: 201,
    keepBody: true,
  });
  const id = bodyOf<{ id: string }>(created)?.id;
  if (!id) return;

  call({ method: 'GET', route: 'GET /expenses/{id}', path: `/expenses/${id}`, as: employee, expect: 200 });
  call({ method: 'GET', route: 'GET /expenses', path: '/expenses?limit=20', as: employee, expect: 200 });
  const changed = call({
    method: 'PATCH',
    route: 'PATCH /expenses/{id}',
    path: `/expenses/${id}`,
    as: employee,
    body: { description: 'Client dinner, three people' },
    ifMatch: etagOf(created),
    expect: 200,
  });
  call({ method: 'GET', route: 'GET /expenses/{id}', path: `/expenses/${id}`, as: employee, expect: 200 });
  if (exec.scenario.iterationInTest % 2 === 0) {
    call({
      method: 'DELETE',
      route: 'DELETE /expenses/{id}',
      path: `/expenses/${id}`,
      as: employee,
      ifMatch: etagOf(changed),
      expect: 204,
    });
  }
}
