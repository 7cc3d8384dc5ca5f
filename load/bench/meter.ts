import { seededRandom } from '../compare/random.ts';
import { bootstrapInterval } from '../compare/statistics.ts';
import { LoadError } from '../run/errors.ts';
import { processorSeconds } from '../run/generator.ts';
import type { K6 } from '../run/k6-binary.ts';
import { preparePopulation } from '../run/population.ts';
import type { LoadTarget } from '../run/target.ts';
import { runRound } from './k6-round.ts';
import { type Figure, median } from './results.ts';

/** Pairs of rounds; every second one begins with the other side, so that a slow drift favours neither. */
const PAIRS = 30;
const VIRTUAL_USERS = 10;
/** Of a round, unless told: many short ones tell more than few long ones. */
export const meterRoundSeconds = 2;

/**
 * What the meter of a local AWS costs: the same CRUD workload with the meter running and stopped, in turn, in one
 * process. Compared is the processor time that the local AWS takes for a request, which other work on the machine
 * moves far less than requests a second. The figure is the trimmed mean over the pairs; how far it can be trusted is
 * its bootstrap interval (see compare/statistics.ts).
 */
export async function measureMeter(
  k6: K6,
  target: LoadTarget,
  seconds: number,
  log: (message: string) => void,
): Promise<Figure[]> {
  const teams = await preparePopulation(target, { teams: 4, employeesPerTeam: 5 });
  const aim = { apiUrl: target.apiUrl, teams };
  const used = async () => {
    const now = target.processId === undefined ? undefined : await processorSeconds(target.processId);
    if (now !== undefined) return now;
    throw new LoadError('target', "The local AWS's processor time cannot be read on this system.");
  };
  /** Milliseconds of the local AWS's processor time for a request. */
  const round = async (running: boolean, length = seconds) => {
    await turnMeter(target, running);
    const before = await used();
    const { requests } = await runRound(k6, aim, {
      exec: 'crud',
      virtualUsers: VIRTUAL_USERS,
      seconds: length,
    });
    return ((await used()) - before) / (requests / 1000);
  };
  // Until the code is compiled, a request takes longer, whichever side it is on.
  await round(true, 10);
  const metered: number[] = [];
  const plain: number[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    for (const running of pair % 2 === 0 ? [true, false] : [false, true]) {
      (running ? metered : plain).push(await round(running));
    }
    log(
      `pair ${pair + 1} of ${PAIRS}: ${metered.at(-1)?.toFixed(3)} ms with, ${plain.at(-1)?.toFixed(3)} without`,
    );
  }
  await turnMeter(target, true);
  return [
    { name: 'processor time of a request, metered', value: median(metered), unit: 'ms' },
    { name: 'processor time of a request, not metered', value: median(plain), unit: 'ms' },
    ...costFigures(metered, plain),
  ];
}

/** How much more the metered rounds took than the plain ones of the same pair, in percent, and the 95 % interval. */
export function costFigures(metered: readonly number[], plain: readonly number[]): Figure[] {
  const costs = metered.map((time, pair) => (time / (plain[pair] ?? time) - 1) * 100);
  const { estimate, low, high } = bootstrapInterval(costs, { confidence: 0.95, random: seededRandom(1) });
  return [
    { name: 'what the meter costs', value: estimate, unit: '%', atMost: 2 },
    { name: 'what the meter costs, at least', value: low, unit: '%' },
    { name: 'what the meter costs, at most', value: high, unit: '%' },
  ];
}

async function turnMeter({ apiUrl }: LoadTarget, running: boolean): Promise<void> {
  const address = new URL('/_testbed/meter', apiUrl);
  const response = await fetch(address, { method: 'POST', body: JSON.stringify({ running }) });
  if (!response.ok) throw new Error(`${address.href} answered ${response.status}.`);
}
