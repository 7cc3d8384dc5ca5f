import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { executionOf } from '../executions/lookup.ts';
import { page } from '../input.ts';
import type { StepFunctionsState } from '../state.ts';
import { mapRunSummary } from './describe-map-run.ts';

interface ListMapRunsInput {
  readonly executionArn?: string;
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListMapRuns.html */
export const listMapRuns = defineOperation({
  name: 'ListMapRuns',
  authorization: onArn('ListMapRuns', 'executionArn'),
  run(state: StepFunctionsState, input: ListMapRunsInput) {
    const { arn } = executionOf(state, input);
    const { page: found, ...rest } = page(state.mapRuns.ofExecution(arn), input, (run) => run.arn);
    return { mapRuns: found.map(mapRunSummary), ...rest };
  },
});
