import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { K6Scenario, LoadPlan, Team } from '../plan.ts';
import { executeK6 } from '../run/execute.ts';
import type { K6 } from '../run/k6-binary.ts';
import type { K6Summary } from '../run/k6-summary.ts';
import { k6Options, phaseEnds } from '../run/options.ts';
import { targets } from '../targets/catalogue.ts';
import { workloads } from '../workloads/catalogue.ts';
import { type Figure, median } from './results.ts';
import { startYardstick } from './yardstick-process.ts';

/** Pairs of rounds; every second one begins with the other side, so that a slow drift favours neither. */
const PAIRS = 7;
const VIRTUAL_USERS = 10;
const minimalScript = join(import.meta.dirname, 'minimal-crud.ts');

/** Nobody looks at these: the canned API has no authorizer. */
const strangers: readonly Team[] = [1, 2, 3, 4].map((number) => {
  const someone = { id: String(number), email: `${number}@example.com`, accessToken: 'x'.repeat(1_000) };
  return { manager: someone, employees: [someone] };
});

/**
 * What our k6 scripts cost: `crud` as a run makes it (tags, checks, phases, thresholds for each route and phase, the
 * recording) against the same requests by a minimal script, in turn, against one API that answers at once. The figure
 * is the median over the pairs of how many requests ours sent for one of the minimal script.
 */
export async function measureOverhead(
  k6: K6,
  seconds: number,
  log: (message: string) => void,
): Promise<Figure[]> {
  await using api = await startYardstick('canned-api.ts');
  const ours = () => rate(k6, planOf(api.apiUrl, 'ours', seconds), seconds);
  const minimal = () => rate(k6, planOf(api.apiUrl, 'minimal', seconds), seconds, minimalScript);
  const rates: { readonly ours: number; readonly minimal: number }[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const [first, second] = pair % 2 === 0 ? [ours, minimal] : [minimal, ours];
    const [one, other] = [await first(), await second()];
    rates.push(pair % 2 === 0 ? { ours: one, minimal: other } : { ours: other, minimal: one });
    const { ours: mine, minimal: theirs } = rates.at(-1) ?? { ours: 0, minimal: 1 };
    log(`pair ${pair + 1} of ${PAIRS}: ${mine.toFixed(0)} ours, ${theirs.toFixed(0)} minimal`);
  }
  return [
    { name: 'our scripts', value: median(rates.map((pair) => pair.ours)), unit: 'requests/s' },
    { name: 'a minimal script', value: median(rates.map((pair) => pair.minimal)), unit: 'requests/s' },
    {
      name: 'ours to minimal, median of pairs',
      value: median(rates.map((pair) => pair.ours / pair.minimal)),
      unit: ': 1',
      atLeast: 0.9,
    },
  ];
}

function planOf(apiUrl: string, script: 'ours' | 'minimal', seconds: number): LoadPlan {
  const crud: K6Scenario = {
    executor: 'constant-vus',
    exec: 'crud',
    vus: VIRTUAL_USERS,
    duration: `${seconds}s`,
    gracefulStop: '5s',
  };
  const minimal = { scenarios: { crud }, thresholds: {}, summaryTrendStats: ['count'] };
  if (script === 'minimal') return { apiUrl, teams: strangers, options: minimal };
  return {
    apiUrl,
    teams: strangers,
    phases: phaseEnds(['crud'], workloads.average),
    options: { ...k6Options(['crud'], workloads.average, targets.embedded), scenarios: { crud } },
  };
}

/** Requests a second of one round; the minimal script's is not recorded either. */
async function rate(k6: K6, plan: LoadPlan, seconds: number, script?: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const options = script === undefined ? {} : { record: false, script };
    const { summaryFile } = await executeK6(k6, plan, folder, options);
    const { metrics } = JSON.parse(await readFile(summaryFile, 'utf8')) as K6Summary;
    return (metrics.http_reqs?.values.count ?? 0) / seconds;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
