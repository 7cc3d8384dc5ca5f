import exec from 'k6/execution';
import type { LoadUser } from '../../shared/plan.ts';
import { bodyOf, call } from '../api.ts';
import { iterationNumber } from '../iteration.ts';
import { employeeOf, teamOf } from '../plan-file.ts';
import { look, type Page } from './steps/expenses.ts';

/** How many pages somebody leafs through before they find what they look for. */
const pagesRead = 3;
const statuses = ['draft', 'submitted', 'approved', 'rejected'];
const categories = ['travel', 'lodging', 'meals', 'office'];
const DAY = 86_400_000;

/**
 * Somebody looks things up and changes nothing, in one iteration: who they are, their expenses page by page, a
 * filtered list, one expense; every fourth time it is a manager who looks through the queue.
 */
export function reads(): void {
  const iteration = iterationNumber();
  if (iteration % 4 === 3) readQueue(teamOf(exec.vu.idInTest).manager);
  else readOwn(employeeOf(exec.vu.idInTest), iteration);
}

function readOwn(employee: LoadUser, iteration: number): void {
  call({ method: 'GET', route: 'GET /me', path: '/me', as: employee, expect: 200 });
  const seen = leaf('GET /expenses', '/expenses?limit=20', employee);
  leaf('GET /expenses (filtered)', `/expenses?limit=20&${filterOf(iteration)}`, employee, 1);
  const id = seen[iteration % Math.max(1, seen.length)];
  if (id) look(id, employee);
}

function readQueue(manager: LoadUser): void {
  const [id] = leaf('GET /approvals', '/approvals?limit=20', manager);
  if (id) look(id, manager);
}

/** Reads a list page by page by its cursors; the ids that it showed. */
function leaf(route: string, path: string, as: LoadUser, pages = pagesRead): string[] {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pages; page++) {
    const at = cursor === undefined ? path : `${path}&cursor=${encodeURIComponent(cursor)}`;
    const answer = call({ method: 'GET', route, path: at, as, expect: 200, keepBody: true });
    const body = bodyOf<Page>(answer);
    for (const { id } of body?.expenses ?? []) ids.push(id);
    cursor = body?.next;
    if (cursor === undefined) break;
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
