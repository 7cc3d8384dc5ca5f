import { driveInTurn } from '../compare/drive.ts';
import type { Measured } from '../compare/samples.ts';
import type { SliceSettings } from '../compare/slices.ts';
import { bootstrapInterval, trimmedMean } from '../compare/statistics.ts';
import type { K6 } from '../find-k6/find.ts';
import type { Log } from '../log.ts';
import { populationSize } from '../population/population.ts';
import { preparePopulation } from '../population/prepare.ts';
import { seededRandom } from '../random.ts';
import type { LoadTarget } from '../run/target.ts';
import type { LoadSide, TurnRequest } from '../shared/plan.ts';
import type { Figure } from './results.ts';

/** One user, so that no two get in each other's way. */
const SETTINGS: SliceSettings = {
  scenario: 'crud',
  rounds: 240,
  roundSeconds: 1,
  warmUpRounds: 15,
  virtualUsers: 1,
};

/**
 * What the meter of a local AWS costs of its throughput: the same iterations with the meter stopped and running, in
 * turn, in one process, so that neither another boot nor a slow second makes a difference. The figure is the trimmed
 * mean over the rounds; how far it can be trusted is its bootstrap interval (see compare/statistics.ts).
 */
export async function measureMeter(k6: K6, target: LoadTarget, log: Log): Promise<Figure[]> {
  const teams = await preparePopulation(target, populationSize);
  const url = new URL('/_testbed/meter', target.apiUrl).href;
  const side = (running: boolean): LoadSide & { readonly atTurn: TurnRequest } => ({
    apiUrl: target.apiUrl,
    teams,
    atTurn: { url, body: JSON.stringify({ running }) },
  });
  const [plain, metered] = [side(false), side(true)];
  // k6 goes on where a turn's request is refused, and both sides would be found equal.
  for (const { atTurn } of [plain, metered]) await turnMeter(atTurn);
  log(`${SETTINGS.rounds} rounds of a second`);
  return costFigures(await driveInTurn(k6, { a: [plain], b: [metered] }, SETTINGS, seededRandom(1)));
}

async function turnMeter({ url, body }: TurnRequest): Promise<void> {
  const response = await fetch(url, { method: 'POST', body });
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
}

/** How much of its throughput a local AWS loses while it is metered (side B), in percent, and the 95 % interval. */
export function costFigures({ a, b }: Measured): Figure[] {
  const rates = (samples: Measured['a']) => samples.map(({ requestsPerSecond }) => requestsPerSecond);
  const [plain, metered] = [rates(a), rates(b)];
  const costs = metered.map((rate, round) => Math.log((plain[round] ?? rate) / rate));
  const { estimate, low, high } = bootstrapInterval(costs, { confidence: 0.95, random: seededRandom(1) });
  const percent = (cost: number) => Math.expm1(cost) * 100;
  return [
    { name: 'throughput, metered', value: trimmedMean(metered), unit: 'requests/s' },
    { name: 'throughput, not metered', value: trimmedMean(plain), unit: 'requests/s' },
    { name: 'what the meter costs', value: percent(estimate), unit: '%', atMost: 2 },
    { name: 'what the meter costs, at least', value: percent(low), unit: '%' },
    { name: 'what the meter costs, at most', value: percent(high), unit: '%' },
  ];
}
