import type { K6 } from '../run/k6-binary.ts';
import { preparePopulation } from '../run/population.ts';
import type { LoadTarget } from '../run/target.ts';
import { runRound } from './k6-round.ts';
import { type Figure, median } from './results.ts';

/** Pairs of rounds; every second one begins with the other side, so that a slow drift favours neither. */
const PAIRS = 9;
const VIRTUAL_USERS = 10;

/**
 * What the meter of a local AWS costs: the same CRUD workload with the meter running and stopped, in turn, in one
 * process. The figure is the median over the pairs of how much slower the metered round was.
 */
export async function measureMeter(
  k6: K6,
  target: LoadTarget,
  seconds: number,
  log: (message: string) => void,
): Promise<Figure[]> {
  const teams = await preparePopulation(target, { teams: 4, employeesPerTeam: 5 });
  const aim = { apiUrl: target.apiUrl, teams };
  const round = async (running: boolean, length = seconds) => {
    await turnMeter(target, running);
    return (await runRound(k6, aim, { exec: 'crud', virtualUsers: VIRTUAL_USERS, seconds: length }))
      .requestsPerSecond;
  };
  await round(true, Math.min(3, seconds));
  const metered: number[] = [];
  const plain: number[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    for (const running of pair % 2 === 0 ? [true, false] : [false, true]) {
      (running ? metered : plain).push(await round(running));
    }
    log(
      `pair ${pair + 1} of ${PAIRS}: ${metered.at(-1)?.toFixed(0)} with, ${plain.at(-1)?.toFixed(0)} without`,
    );
  }
  await turnMeter(target, true);
  const losses = metered.map((rate, pair) => (1 - rate / (plain[pair] ?? rate)) * 100);
  return [
    { name: 'CRUD, metered', value: median(metered), unit: 'requests/s' },
    { name: 'CRUD, not metered', value: median(plain), unit: 'requests/s' },
    { name: 'what the meter costs, median of pairs', value: median(losses), unit: '%', atMost: 2 },
  ];
}

async function turnMeter({ apiUrl }: LoadTarget, running: boolean): Promise<void> {
  const address = new URL('/_testbed/meter', apiUrl);
  const response = await fetch(address, { method: 'POST', body: JSON.stringify({ running }) });
  if (!response.ok) throw new Error(`${address.href} answered ${response.status}.`);
}
