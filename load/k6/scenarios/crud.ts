import { scenario } from './scenario.ts';
import { etagOf } from './steps/answers.ts';
import { enter } from './steps/expenses.ts';

/**
 * An employee's day with the tracker, in one iteration: enters an expense, looks at it, looks at the list,
 * corrects it, looks again, and in half the cases throws it away.
 */
export const crud = scenario({
  title: 'An employee creates, reads, lists, changes and deletes expenses',
  rate: 30,
  iterationSeconds: 0.5,
  demand: { requests: 4.5, signIns: 0, executions: 0 },
  routes: {
    'POST /expenses': {},
    'GET /expenses/{id}': {},
    'GET /expenses': {},
    'PATCH /expenses/{id}': {},
    'DELETE /expenses/{id}': {},
  },
  figures: {},
  counters: [],
  fewestRequests: [6, 5],
  iterate(user) {
    const { answer: created, id } = enter(user, 1_000 + (user.iteration % 9_000));
    if (!id) return;
    const path = `/expenses/${id}`;
    user.call('GET /expenses/{id}', { path });
    user.call('GET /expenses', { path: '/expenses?limit=20' });
    const changed = user.call('PATCH /expenses/{id}', {
      path,
      body: { description: 'Client dinner, three people' },
      ifMatch: etagOf(created),
    });
    user.call('GET /expenses/{id}', { path });
    if (user.iteration % 2 === 0) {
      user.call('DELETE /expenses/{id}', { path, ifMatch: etagOf(changed), expect: 204 });
    }
  },
});
