/** One try: what was asked for, as a share of the ordinary load, and whether every threshold held. */
export interface Probe {
  readonly share: number;
  readonly held: boolean;
}

/** Where a search begins, how it goes, and when it is content. */
export interface SearchLimits {
  readonly start: number;
  /** What the share is multiplied by as long as everything holds. */
  readonly factor: number;
  /** How far apart the highest that held and the lowest that did not may be at the end, as a share of the former. */
  readonly tolerance: number;
  /** Never asked for more than this. */
  readonly highest: number;
  /** Never asked for less than this: a target that cannot hold it has no breakpoint. */
  readonly lowest: number;
}

/** What a search found. */
export interface Found<P extends Probe> {
  /** The highest share at which everything held twice; zero when there is none. */
  readonly share: number;
  /** The two tries that say so. */
  readonly confirmedBy: readonly P[];
  /** The lowest share at which something did not hold; absent when the search ended at its highest. */
  readonly limit: P | undefined;
  /** Every try, in order. */
  readonly probes: readonly P[];
}

/** How often a share that did not hold again is taken back before the search gives up. */
const steps = 8;

/**
 * Finds the highest share that holds: upwards by a factor until something gives in, then between the two by
 * halves, and then once more at the share that was found. One that does not hold again was luck: the search takes it
 * for too much and steps down.
 */
export async function findBreakpoint<P extends Probe>(
  probe: (share: number) => Promise<P>,
  limits: SearchLimits,
): Promise<Found<P>> {
  const probes: P[] = [];
  const attempt = async (share: number) => {
    const made = await probe(share);
    probes.push(made);
    return made;
  };
  let { low, high } = await bracket(attempt, limits);
  while (low && high && (high.share - low.share) / low.share > limits.tolerance) {
    const middle = await attempt((low.share + high.share) / 2);
    if (middle.held) low = middle;
    else high = middle;
  }
  for (let step = 0; low && step < steps; step++) {
    const again = await attempt(low.share);
    if (again.held) return { share: low.share, confirmedBy: [low, again], limit: high, probes };
    high = again;
    low = await firstHeld(attempt, low.share * (1 - limits.tolerance), 1 - limits.tolerance, limits.lowest);
  }
  return { share: 0, confirmedBy: [], limit: high, probes };
}

/** A share that holds and a higher one that does not, as far as there are such. */
async function bracket<P extends Probe>(
  attempt: (share: number) => Promise<P>,
  { start, factor, highest, lowest }: SearchLimits,
): Promise<{ low: P | undefined; high: P | undefined }> {
  let low: P | undefined;
  for (let share = start; ; share = Math.min(share * factor, highest)) {
    const made = await attempt(share);
    if (made.held) low = made;
    if (made.held && share < highest) continue;
    const high = made.held ? undefined : made;
    if (low || !high) return { low, high };
    return downwards(attempt, high, factor, lowest);
  }
}

async function downwards<P extends Probe>(
  attempt: (share: number) => Promise<P>,
  failed: P,
  factor: number,
  lowest: number,
): Promise<{ low: P | undefined; high: P }> {
  let high = failed;
  while (high.share > lowest) {
    const made = await attempt(Math.max(high.share / factor, lowest));
    if (made.held) return { low: made, high };
    high = made;
  }
  return { low: undefined, high };
}

async function firstHeld<P extends Probe>(
  attempt: (share: number) => Promise<P>,
  from: number,
  ratio: number,
  lowest: number,
): Promise<P | undefined> {
  for (let share = from; share >= lowest; share *= ratio) {
    const made = await attempt(share);
    if (made.held) return made;
  }
  return undefined;
}
