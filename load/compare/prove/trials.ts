import type { Origin } from '../../bench/results.ts';
import type { SliceSettings } from '../slices.ts';
import type { Comparison, Verdict } from '../verdict.ts';

/** What is done to side B of a trial; the number is by how much its requests shall take longer. */
export const kinds = { equal: 0, tenth: 0.1, fifth: 0.2 } as const;
export type Kind = keyof typeof kinds;

/** One comparison whose right answer is known. */
export interface Trial {
  readonly kind: Kind;
  /** Which pair of boots it was made on. */
  readonly boot: number;
  readonly verdict: Verdict;
  /** Of the figure that sums a round up: the estimate and its interval, as shares. */
  readonly change: { readonly estimate: number; readonly low: number; readonly high: number };
  readonly seconds: number;
}

/** How many trials of each kind, and how many of them must come out right. */
export const required = {
  equal: { trials: 20, right: 19 },
  tenth: { trials: 20, right: 15 },
  fifth: { trials: 20, right: 19 },
} as const satisfies Record<Kind, { trials: number; right: number }>;

/** What came of one kind of trial. */
export interface Outcome {
  readonly kind: Kind;
  readonly trials: number;
  readonly right: number;
  readonly required: number;
  readonly reached: boolean;
  /** The mean of the estimates: how much slower side B really was. */
  readonly realised: number;
  /** The smallest and the largest estimate. */
  readonly from: number;
  readonly to: number;
}

/** What a proof came to: all that documents say of it. */
export interface Proof extends Origin {
  readonly slices: Pick<SliceSettings, 'rounds' | 'roundSeconds'>;
  readonly comparisons: number;
  /** Of one comparison, on average. */
  readonly seconds: number;
  readonly pairsOfBoots: number;
  /** Steps of arithmetic for a request that make it take a fifth longer. */
  readonly workForFifth: number;
  readonly outcomes: readonly Outcome[];
}

/** The order of all trials: the kinds take turns, so that a slow hour of the machine hits all of them. */
export function schedule(trialsOfEach: number): Kind[] {
  const order = Object.keys(kinds) as Kind[];
  return Array.from({ length: trialsOfEach }, () => order).flat();
}

/** A comparison as a trial. */
export function trialOf(
  comparison: Comparison,
  facts: { readonly kind: Kind; readonly boot: number; readonly seconds: number },
): Trial {
  const { estimate = 0, low = 0, high = 0 } = comparison.figures[0]?.change ?? {};
  return { ...facts, verdict: comparison.verdict, change: { estimate, low, high } };
}

/** Counts what came out right: no difference seen where there is none, worse where B was slowed down. */
export function outcomesOf(trials: readonly Trial[]): Outcome[] {
  return (Object.keys(kinds) as Kind[]).flatMap((kind) => {
    const own = trials.filter((trial) => trial.kind === kind);
    if (own.length === 0) return [];
    const expected: Verdict = kind === 'equal' ? 'no difference seen' : 'worse';
    const right = own.filter(({ verdict }) => verdict === expected).length;
    const estimates = own.map(({ change }) => change.estimate);
    return [
      {
        kind,
        trials: own.length,
        right,
        required: required[kind].right,
        reached: own.length >= required[kind].trials && right >= required[kind].right,
        realised: estimates.reduce((sum, estimate) => sum + estimate, 0) / estimates.length,
        from: Math.min(...estimates),
        to: Math.max(...estimates),
      },
    ];
  });
}
