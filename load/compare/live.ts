import type { Log } from '../log.ts';
import { populationSize } from '../population/population.ts';
import { preparePopulation } from '../population/prepare.ts';
import { embeddedTarget, type LoadTarget, sideOf } from '../run/target.ts';
import type { LoadSide, SideName } from '../shared/plan.ts';
import { checkOut } from './checkout.ts';
import type { Side } from './sides.ts';

/** A side that is up, with people signed in to each of its boots. */
export interface LiveSide extends AsyncDisposable {
  readonly targets: readonly LoadTarget[];
  readonly boots: readonly LoadSide[];
}

/** Where sides are started. */
export interface LiveOptions {
  readonly root: string;
  readonly log: Log;
  readonly signal?: AbortSignal;
}

/** A side that can be started. */
type Startable = Exclude<Side, { kind: 'runs' }>;

/** Both sides of a comparison, up. */
export interface LiveSides extends AsyncDisposable {
  readonly a: LiveSide;
  readonly b: LiveSide;
}

/**
 * Starts the local stacks of both sides, as their own code has them, and signs their people in; more than one of each,
 * because two boots of the same code differ by some per cent for as long as they run. The older of two processes is the
 * slower one by a little, so that A is first in one pair and B in the next.
 *
 * @throws LoadError `checkout`, `target` or `population` with the reason
 */
export async function startSides(
  a: Startable,
  b: Startable,
  boots: number,
  options: LiveOptions,
): Promise<LiveSides> {
  await using started = new AsyncDisposableStack();
  const sides = {
    a: started.use(await openSide(a, 'a', options)),
    b: started.use(await openSide(b, 'b', options)),
  };
  for (let pair = 0; pair < boots; pair++) {
    // One after the other: they may share a folder that is built into.
    for (const letter of pair % 2 === 0 ? (['a', 'b'] as const) : (['b', 'a'] as const)) {
      await sides[letter].boot();
    }
  }
  const all = started.move();
  return { ...sides, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/**
 * Starts the local stack of one side once, and signs its people in.
 *
 * @throws LoadError `checkout`, `target` or `population` with the reason
 */
export async function startSide(side: Startable, letter: SideName, options: LiveOptions): Promise<LiveSide> {
  await using started = new AsyncDisposableStack();
  const live = started.use(await openSide(side, letter, options));
  await live.boot();
  const all = started.move();
  return { ...live, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** A side with its files in place, of which stacks can be started. */
async function openSide(
  side: Startable,
  letter: SideName,
  options: LiveOptions,
): Promise<LiveSide & { boot(): Promise<void> }> {
  const { signal } = options;
  const stack = new AsyncDisposableStack();
  const log = (message: string) => options.log(`${letter.toUpperCase()}: ${message}`);
  const checkout =
    side.kind === 'commit'
      ? stack.use(await checkOut({ ...options, commit: side.commit, side: letter }))
      : undefined;
  const targets: LoadTarget[] = [];
  const boots: LoadSide[] = [];
  return {
    targets,
    boots,
    async boot() {
      const target = stack.use(await embeddedTarget(log, signal, checkout && { checkout: checkout.folder }));
      signal?.throwIfAborted();
      targets.push(target);
      boots.push(sideOf(target, await preparePopulation(target, populationSize)));
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
