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
import type { Aim } from './k6-round.ts';
import { type Figure, median } from './results.ts';
import { startYardstick } from './yardstick-process.ts';

/** Pairs of rounds; every second one begins with the other side, so that a slow drift favours neither. */
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
    const teams = await preparePopulation(target, populationSize);
    const embedded = { apiUrl: target.apiUrl, teams };
    await rate(k6, planOf(embedded, 'minimal', 3), 3, minimalScript);
    const { figures: rates, ratio } = await inTurn(k6, 'embedded AWS', embedded, seconds, log);
    figures.push(...rates, { ...ratio, atLeast: 0.9 });
  }
  await using api = await startYardstick('canned-api.ts');
  const canned = { apiUrl: api.apiUrl, teams: strangers };
  const { figures: rates, ratio } = await inTurn(k6, 'canned answers', canned, seconds, log);
  return [...figures, ...rates, ratio];
}

async function inTurn(
  k6: K6,
  name: string,
  aim: Aim,
  seconds: number,
  log: Log,
): Promise<{ readonly figures: readonly Figure[]; readonly ratio: Figure }> {
  const ours = () => rate(k6, planOf(aim, 'ours', seconds), seconds);
  const minimal = () => rate(k6, planOf(aim, 'minimal', seconds), seconds, minimalScript);
  const rates: { readonly ours: number; readonly minimal: number }[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const isOursFirst = pair % 2 === 0;
    const first = await (isOursFirst ? ours : minimal)();
    const second = await (isOursFirst ? minimal : ours)();
    const made = isOursFirst ? { ours: first, minimal: second } : { ours: second, minimal: first };
    rates.push(made);
    const figures = `${made.ours.toFixed(0)} ours, ${made.minimal.toFixed(0)} minimal`;
    log(`${name}, pair ${pair + 1} of ${PAIRS}: ${figures}`);
  }
  return {
    figures: [
      { name: `${name}: our scripts`, value: median(rates.map((pair) => pair.ours)), unit: 'requests/s' },
      { name: `${name}: minimal`, value: median(rates.map((pair) => pair.minimal)), unit: 'requests/s' },
    ],
    ratio: {
      name: `${name}: ours to minimal, median of pairs`,
      value: median(rates.map((pair) => pair.ours / pair.minimal)),
      unit: ': 1',
    },
  };
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
