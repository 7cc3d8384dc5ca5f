import exec from 'k6/execution';
import { call, etagOf } from '../api.ts';
import { iterationNumber } from '../iteration.ts';
import { employeeOf } from '../plan-file.ts';
import { enter } from './steps/expenses.ts';

/**
 * An employee's day with the tracker, in one iteration: enters an expense, looks at it, looks at the list,
 * corrects it, looks again, and in half the cases throws it away.
 */
export function crud(): void {
  const employee = employeeOf(exec.vu.idInTest);
  const iteration = iterationNumber();
  const key = `crud-${exec.scenario.startTime}-${iteration}`;
  const { answer: created, id } = enter(employee, 1_000 + (iteration % 9_000), key);
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
  if (iteration % 2 === 0) {
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
