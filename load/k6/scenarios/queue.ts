import { scenario } from './scenario.ts';
import { look, pagesOf, queueLimit } from './steps/expenses.ts';

/** How many pages a manager gets through in one sitting, and how many expenses a page has. */
const pagesRead = 2;
const perPage = 5;

/**
 * A manager works through their queue and decides nothing, in one iteration: page by page, oldest first, opening the
 * expense behind each row.
 */
export const queue = scenario({
  title: 'A manager works through their queue, opening each expense that waits, and decides nothing',
  rate: 4,
  iterationSeconds: 1,
  demand: { requests: pagesRead * (1 + perPage), signIns: 0, executions: 0 },
  routes: { 'GET /approvals': queueLimit, 'GET /expenses/{id}': {} },
  figures: {},
  counters: [],
  // An empty queue is one request.
  fewestRequests: [1],
  routesOfData: ['GET /expenses/{id}'],
  readsLists: true,
  iterate(user) {
    let left = pagesRead;
    for (const rows of pagesOf(user, 'GET /approvals', `/approvals?limit=${perPage}`, user.manager)) {
      for (const { id } of rows) look(user, id, user.manager);
      left--;
      if (left === 0) return;
    }
  },
});
