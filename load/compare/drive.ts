import { LoadError } from '../errors.ts';
import type { K6 } from '../find-k6/find.ts';
import type { Random } from '../random.ts';
import { figuresByK6, k6Exit } from '../run/execute.ts';
import type { ComparisonPlan } from '../shared/plan.ts';
import type { Measured } from './samples.ts';
import { measuredSlices } from './slice-figures.ts';
import { comparisonPlan, type SliceSettings } from './slices.ts';
import { caveatsOfGenerator } from './trust.ts';

/**
 * Drives two running stacks in turn.
 *
 * @throws LoadError `interrupted` when it was, `k6-failed` when k6 could not do it, `script-threw` when an
 * iteration threw, `compare` when k6 measured itself
 */
export async function driveInTurn(
  k6: K6,
  sides: ComparisonPlan['sides'],
  settings: SliceSettings,
  random: Random,
  signal?: AbortSignal,
): Promise<Measured> {
  const plan = comparisonPlan(sides, settings, random);
  const { outcome, metrics } = await figuresByK6(k6, plan, { signal });
  if (signal?.aborted || outcome.exitCode === k6Exit.interrupted) {
    throw new LoadError('interrupted', 'Interrupted before the comparison was complete.');
  }
  return { ...measuredSlices(metrics, settings), caveats: caveatsOfGenerator(outcome.generator) };
}
