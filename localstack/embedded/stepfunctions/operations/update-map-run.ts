import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { missingRequiredParameter, validationException } from '../errors.ts';
import { constrain } from '../executions/map-run.ts';
import { mapRunOf } from '../executions/map-run-lookup.ts';
import type { StepFunctionsState } from '../state.ts';

interface UpdateMapRunInput {
  readonly mapRunArn?: string;
  readonly maxConcurrency?: number;
  readonly toleratedFailureCount?: number;
  readonly toleratedFailurePercentage?: number;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateMapRun.html */
export const updateMapRun = defineOperation({
  name: 'UpdateMapRun',
  authorization: onArn('UpdateMapRun', 'mapRunArn'),
  run(state: StepFunctionsState, input: UpdateMapRunInput) {
    const run = mapRunOf(state, input);
    const { maxConcurrency, toleratedFailureCount: count, toleratedFailurePercentage: share } = input;
    if (maxConcurrency === undefined && count === undefined && share === undefined)
      throw missingRequiredParameter('At least one of the Map Run limits must be provided');
    if (run.status !== 'RUNNING') throw validationException('Map Run is not in progress');
    constrain(run, input);
    return {};
  },
});
