import type { LoadSide } from '../plan.ts';
import { populationPassword, preparePopulation } from '../run/population.ts';
import { embeddedTarget, type LoadTarget } from '../run/target.ts';
import { type Checkout, checkOut } from './checkout.ts';
import type { Side } from './sides.ts';

/** A side that is up, with people signed in to each of its boots. */
export interface LiveSide extends AsyncDisposable {
  readonly targets: readonly LoadTarget[];
  readonly boots: readonly LoadSide[];
}

/** Where sides are started. */
export interface LiveOptions {
  readonly root: string;
  readonly log: (message: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Starts the local stack of a side, as its own code has it, and signs its people in; more than once, because two boots of
 * the same code differ by some per cent for as long as they run.
 *
 * @throws LoadError `checkout`, `target` or `population` with the reason
 */
export async function startSide(
  side: Exclude<Side, { kind: 'runs' }>,
  letter: 'a' | 'b',
  boots: number,
  options: LiveOptions,
): Promise<LiveSide> {
  const { signal } = options;
  await using started = new AsyncDisposableStack();
  let checkout: Checkout | undefined;
  if (side.kind === 'commit') {
    checkout = started.use(await checkOut({ ...options, commit: side.commit, side: letter }));
  }
  const log = (message: string) => options.log(`${letter.toUpperCase()}: ${message}`);
  const targets: LoadTarget[] = [];
  const loads: LoadSide[] = [];
  while (loads.length < boots) {
    const target = started.use(await embeddedTarget(log, signal, checkout && { checkout: checkout.folder }));
    signal?.throwIfAborted();
    targets.push(target);
    loads.push(await loadOn(target));
  }
  const all = started.move();
  return { targets, boots: loads, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

async function loadOn(target: LoadTarget): Promise<LoadSide> {
  const teams = await preparePopulation(target, { teams: 4, employeesPerTeam: 5 });
  const signIn = {
    url: target.cognitoUrl,
    clientId: target.userPoolClientId,
    password: populationPassword,
  };
  return { apiUrl: target.apiUrl, teams, signIn };
}
