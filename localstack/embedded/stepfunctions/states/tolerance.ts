import type { MapState } from '../definition/model.ts';
import { StateError } from '../executions/errors.ts';
import { EXPECTED } from '../executions/scope.ts';
import { PathError } from '../jsonpath/payload.ts';
import { scalarValue } from './scalar.ts';
import type { Step } from './step.ts';

/** The failures that a Map may have; it ends when either is exceeded. */
export interface Tolerance {
  readonly count: number | undefined;
  readonly percentage: number | undefined;
}

/** Evaluates ToleratedFailureCount and ToleratedFailurePercentage; undefined where a Map has neither. */
export async function toleranceOf(step: Step<MapState>): Promise<Tolerance | undefined> {
  const { toleratedFailureCount, toleratedFailurePercentage } = step.state;
  if (!toleratedFailureCount && !toleratedFailurePercentage) return undefined;
  const count =
    toleratedFailureCount &&
    (await scalarValue(step, toleratedFailureCount, 'ToleratedFailureCount', EXPECTED.number));
  if (count !== undefined && count < 0) throw new PathError('ToleratedFailureCount cannot be negative.');
  const percentage =
    toleratedFailurePercentage &&
    (await scalarValue(step, toleratedFailurePercentage, 'ToleratedFailurePercentage', EXPECTED.number));
  if (percentage !== undefined && (percentage < 0 || percentage > 100))
    throw new PathError('ToleratedFailurePercentage must be between 0 and 100.');
  const { probe } = step.frame.execution;
  probe?.limit('toleratedFailureCount', count);
  probe?.limit('toleratedFailurePercentage', percentage);
  return { count, percentage };
}

/** Whether a Map of `total` items goes on after `failed` of them. */
export function isTolerated({ count, percentage }: Tolerance, failed: number, total: number): boolean {
  if (count === undefined && percentage === undefined) return failed === 0;
  const isFew = count === undefined || failed <= count;
  return isFew && (percentage === undefined || failed * 100 <= percentage * total);
}

/** The error of a Map with more failures than it tolerates. */
export function thresholdExceeded(): StateError {
  const words = 'The specified tolerated failure threshold was exceeded';
  return new StateError('States.ExceedToleratedFailureThreshold', words);
}
