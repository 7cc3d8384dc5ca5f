import { type Caller, scenario } from './scenario.ts';
import { look, pagesOf, queueLimit } from './steps/expenses.ts';

/** How many pages somebody leafs through before they find what they look for. */
const pagesRead = 3;
const statuses = ['draft', 'submitted', 'approved', 'rejected'];
const categories = ['travel', 'lodging', 'meals', 'office'];
const DAY = 86_400_000;

const routes = {
  'GET /me': {},
  'GET /expenses': {},
  'GET /expenses (filtered)': {},
  'GET /expenses/{id}': {},
  'GET /approvals': queueLimit,
} as const;

type Reader = Caller<keyof typeof routes>;

/**
 * Somebody looks things up and changes nothing, in one iteration: who they are, their expenses page by page, a
 * filtered list, one expense; every fourth time it is a manager who looks through the queue.
 */
export const reads = scenario({
  title: 'People leaf through their expenses and their queue, page by page and filtered',
  rate: 40,
  iterationSeconds: 0.5,
  demand: { requests: 5, signIns: 0, executions: 0 },
  routes,
  figures: {},
  counters: [],
  // Whoever finds empty lists asks for nothing more.
  fewestRequests: [3, 3, 3, 1],
  iterationsForAllRoutes: 4,
  routesOfData: ['GET /expenses/{id}'],
  readsLists: true,
  iterate(user) {
    if (user.iteration % 4 === 3) readQueue(user);
    else readOwn(user);
  },
});

function readOwn(user: Reader): void {
  const { iteration } = user;
  user.call('GET /me', { path: '/me' });
  const seen = leaf(user, 'GET /expenses', '/expenses?limit=20');
  leaf(user, 'GET /expenses (filtered)', `/expenses?limit=20&${filterOf(iteration)}`, 1);
  const id = seen[iteration % Math.max(1, seen.length)];
  if (id) look(user, id);
}

function readQueue(user: Reader): void {
  const [id] = leaf(user, 'GET /approvals', '/approvals?limit=20');
  if (id) look(user, id, user.manager);
}

/** Reads the first pages of a list, the queue's as the manager; the ids that it showed. */
function leaf(user: Reader, route: keyof typeof routes, path: string, pages = pagesRead): string[] {
  const as = route === 'GET /approvals' ? user.manager : user.employee;
  const ids: string[] = [];
  let left = pages;
  for (const rows of pagesOf(user, route, path, as)) {
    ids.push(...rows.map(({ id }) => id));
    left--;
    if (left === 0) break;
  }
  return ids;
}

/** By status, by category, or the last thirty days, in turn. */
function filterOf(iteration: number): string {
  const choice = Math.floor(iteration / 4);
  if (iteration % 4 === 0) return `status=${statuses[choice % statuses.length]}`;
  if (iteration % 4 === 1) return `category=${categories[choice % categories.length]}`;
  return `from=${new Date(Date.now() - 30 * DAY).toISOString().slice(0, 10)}`;
}
