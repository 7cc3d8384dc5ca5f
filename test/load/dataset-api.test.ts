import { expect, test } from 'vitest';
import { datasetTarget } from '../../load/datasets/folder.ts';
import { populationSize } from '../../load/population/population.ts';
import { preparePopulation } from '../../load/population/prepare.ts';
import { callApi } from '../../load/run/http.ts';
import type { LoadTarget } from '../../load/run/target.ts';
import type { LoadUser, Team } from '../../load/shared/plan.ts';
import { until } from '../../localstack/testing/until.ts';

interface Listed {
  readonly id: string;
  readonly status: string;
  readonly amount: number;
  readonly etag: string;
}
interface Page {
  readonly expenses: readonly Listed[];
  readonly next?: string;
}

async function everyPage(target: LoadTarget, as: LoadUser, path: string): Promise<Listed[]> {
  const all: Listed[] = [];
  let page: Page | undefined;
  do {
    const cursor = page?.next === undefined ? '' : `&cursor=${encodeURIComponent(page.next)}`;
    page = await callApi<Page>(target, as, 'GET', `${path}?limit=100${cursor}`);
    all.push(...page.expenses);
  } while (page.next !== undefined);
  return all;
}

test('people read the dataset through the API, and what waits in it can be approved', {
  timeout: 180_000,
}, async () => {
  await using target = await datasetTarget('1k', () => {});
  const teams = await preparePopulation(target, populationSize);
  const [employee] = (teams[0] as Team).employees;
  const listed = await everyPage(target, employee as LoadUser, '/expenses');
  expect(listed.length).toBe(39);
  const read = await callApi<Listed & { history: unknown[] }>(
    target,
    employee as LoadUser,
    'GET',
    `/expenses/${listed.at(-1)?.id}`,
  );
  expect(read).toMatchObject(listed.at(-1) as Listed);
  expect(read.history.length).toBeGreaterThan(1);

  const queues = await Promise.all(
    teams.map(async ({ manager }) => ({
      manager,
      waiting: await everyPage(target, manager, '/approvals'),
    })),
  );
  // Above this finance would have to decide after the manager.
  const isSmall = ({ amount }: Listed) => amount < 80_000;
  const busy = queues.find(({ waiting }) => waiting.some(isSmall));
  const waiting = busy?.waiting.find(isSmall);
  expect(waiting).toMatchObject({ status: 'submitted' });
  const { manager } = busy ?? {};
  await callApi(target, manager as LoadUser, 'POST', `/expenses/${waiting?.id}/approve`, {}, waiting?.etag);
  const settled = await until(
    async () => {
      const path = `/expenses/${waiting?.id}`;
      const seen = await callApi<Listed>(target, busy?.manager as LoadUser, 'GET', path);
      return seen.status === 'submitted' ? undefined : seen;
    },
    { within: 30_000, what: 'the approval to be settled' },
  );
  expect(settled.status).toBe('approved');
});
