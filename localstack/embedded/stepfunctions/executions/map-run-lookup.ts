import { resourceNotFound } from '../errors.ts';
import { checkArn, required } from '../input.ts';
import type { StepFunctionsState } from '../state.ts';
import type { MapRun } from './map-run.ts';

/** The input of operations on one Map Run. */
export interface MapRunInput {
  readonly mapRunArn?: string;
}

/** The Map Run that a call names. Throws InvalidArn or ResourceNotFound. */
export function mapRunOf(state: StepFunctionsState, input: MapRunInput): MapRun {
  const arn = required(input.mapRunArn, 'mapRunArn');
  checkArn(arn, 'mapRun');
  const run = state.mapRuns.find(arn);
  if (!run) throw resourceNotFound(arn);
  return run;
}
