import type { Random } from '../../random.ts';
import type { Measured, Sample } from '../samples.ts';
import { trimmedMean } from '../statistics.ts';
import { type Comparison, compareSides, defaultRules, type Rules } from '../verdict.ts';
import type { Baseline, FoundBaseline } from './baseline.ts';

/**
 * Judges a measurement against a baseline, by the ratio of times to the yardstick's in the same round: also a machine of
 * the same class, and the same machine an hour later, can be half as fast again.
 *
 * @param measured side A is the yardstick, side B the product
 * @throws LoadError `compare` as {@link compareSides} does
 */
export function judgeAgainst(
  { baseline, sameClass }: FoundBaseline,
  measured: Measured,
  random: Random,
): Comparison {
  return compareSides(
    {
      summaryName: `${measured.summaryName}, in times of the yardstick`,
      inYardsticks: true,
      paired: false,
      a: baseline.boots.flatMap(ratiosOf),
      b: ratiosOf(measured),
      caveats: [...new Set([...baseline.boots, measured].flatMap(({ caveats = [] }) => caveats))],
    },
    random,
    rulesFor(baseline, sameClass),
  );
}

/**
 * What is called a change: more than twice of what the baseline's own boots strayed from their middle, and never less
 * than what load:compare calls one. Another class of machines gets twice that, because a processor does not slow
 * hello and the product down alike.
 */
export function rulesFor(baseline: Baseline, sameClass: boolean): Rules {
  const { boots } = baseline;
  const middles = boots.map((boot) => trimmedMean(ratiosOf(boot).map(({ summary }) => Math.log(summary))));
  const middle = middles.reduce((sum, value) => sum + value, 0) / middles.length;
  const strayed = Math.max(...middles.map((value) => Math.abs(value - middle)));
  const { summary } = defaultRules.floors;
  const widened = Math.max(1, (2 * Math.expm1(strayed)) / summary) * (sameClass ? 1 : 2);
  const floors = Object.fromEntries(
    Object.entries(defaultRules.floors).map(([figure, floor]) => [figure, floor * widened]),
  ) as Rules['floors'];
  return { ...defaultRules, floors };
}

/** The product's times of each round in times of what the yardstick took right beside it. */
function ratiosOf({ a, b }: Measured): Sample[] {
  return b.flatMap((sample, round) => {
    const unit = a[round]?.summary ?? 0;
    if (unit <= 0) return [];
    const routes = sample.routes.map(({ route, median, p95 }) => ({
      route,
      median: median / unit,
      p95: p95 / unit,
    }));
    return [{ ...sample, summary: sample.summary / unit, routes }];
  });
}
