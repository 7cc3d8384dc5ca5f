import { join } from 'node:path';
import type { K6 } from '../find-k6/find.ts';
import type { Log } from '../log.ts';
import { populationSize } from '../population/population.ts';
import { preparePopulation } from '../population/prepare.ts';
import { figuresByK6 } from '../run/execute.ts';
import { statistic } from '../run/k6-summary.ts';
import { k6Options, phaseEnds, systemTags } from '../run/options.ts';
import { embeddedTarget } from '../run/target.ts';
import type { K6Scenario, LoadPlan, Team } from '../shared/plan.ts';
import { workloads } from '../workloads/catalogue.ts';
import { inPairs } from './in-pairs.ts';
import type { Aim } from './k6-round.ts';
import { type Figure, median } from './results.ts';
import { startYardstick } from './yardstick-process.ts';

/** Pairs of rounds. */
const PAIRS = 7;
const VIRTUAL_USERS = 10;
const minimalScript = join(import.meta.dirname, '..', 'k6', 'minimal-crud.ts');

/** Nobody looks at these: the canned API has no authorizer. */
const strangers: readonly Team[] = [1, 2, 3, 4].map((number) => {
  const someone = { id: String(number), email: `${number}@example.com`, accessToken: 'x'.repeat(1_000) };
  return { manager: someone, employees: [someone] };
});

/**
 * What our k6 scripts cost: `crud` as a run makes it (tags, checks, phases, thresholds for each route and phase, the
 * recording) against the same requests by a minimal script, in turn. Against the embedded AWS it is what a run loses;
 * against an API that answers at once it is the most that there is to lose. The figures are medians over pairs.
 */
export async function measureOverhead(k6: K6, seconds: number, log: Log): Promise<Figure[]> {
  const figures: Figure[] = [];
  {
    await using target = await embeddedTarget(() => {});
    const aim = { apiUrl: target.apiUrl, teams: await preparePopulation(target, populationSize) };
    await rate(k6, planOf(aim, 'minimal', 3), 3, minimalScript);
    const [ours, minimal, ratio] = await ratesOn(k6, 'embedded AWS', aim, seconds, log);
    figures.push(ours, minimal, { ...ratio, atLeast: 0.9 });
  }
  await using api = await startYardstick('canned-api.ts');
  const aim = { apiUrl: api.apiUrl, teams: strangers };
  return [...figures, ...(await ratesOn(k6, 'canned answers', aim, seconds, log))];
}

/** Our rate, the minimal one, and their ratio, by what is driven. */
async function ratesOn(
  k6: K6,
  name: string,
  aim: Aim,
  seconds: number,
  log: Log,
): Promise<[Figure, Figure, Figure]> {
  const sides = {
    a: () => rate(k6, planOf(aim, 'ours', seconds), seconds),
    b: () => rate(k6, planOf(aim, 'minimal', seconds), seconds, minimalScript),
  };
  const { a, b } = await inPairs(PAIRS, sides, (ours, minimal, number) =>
    log(`${name}, pair ${number} of ${PAIRS}: ${ours.toFixed(0)} ours, ${minimal.toFixed(0)} minimal`),
  );
  const ratio = median(a.map((ours, pair) => ours / (b[pair] ?? ours)));
  return [
    { name: `${name}: our scripts`, value: median(a), unit: 'requests/s' },
    { name: `${name}: minimal`, value: median(b), unit: 'requests/s' },
    { name: `${name}: ours to minimal, median of pairs`, value: ratio, unit: ': 1' },
  ];
}

function planOf(aim: Aim, script: 'ours' | 'minimal', seconds: number): LoadPlan {
  const crud: K6Scenario = {
    executor: 'constant-vus',
    exec: 'scenario',
    vus: VIRTUAL_USERS,
    duration: `${seconds}s`,
    gracefulStop: '5s',
  };
  const minimal = { scenarios: { crud }, thresholds: {}, summaryTrendStats: ['count'] };
  if (script === 'minimal') return { ...aim, options: minimal };
  return {
    ...aim,
    phases: phaseEnds(['crud'], workloads.average),
    options: { ...k6Options(['crud'], workloads.average, 'embedded'), scenarios: { crud }, systemTags },
  };
}

/** Requests a second of one round; the minimal script's is not recorded either. */
async function rate(k6: K6, plan: LoadPlan, seconds: number, script?: string): Promise<number> {
  const { metrics } = await figuresByK6(k6, plan, { record: script === undefined, script });
  return statistic(metrics, 'http_reqs', 'count') / seconds;
}
