import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { executionDoesNotExist } from '../errors.ts';
import { describeEvent } from '../executions/history.ts';
import { type ExecutionInput, executionOf } from '../executions/lookup.ts';
import { page } from '../input.ts';
import type { StepFunctionsState } from '../state.ts';

interface GetExecutionHistoryInput extends ExecutionInput {
  readonly maxResults?: number;
  readonly nextToken?: string;
  readonly reverseOrder?: boolean;
  readonly includeExecutionData?: boolean;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html */
export const getExecutionHistory = defineOperation({
  name: 'GetExecutionHistory',
  authorization: onArn('GetExecutionHistory', 'executionArn'),
  run(state: StepFunctionsState, input: GetExecutionHistoryInput) {
    const { arn, events } = executionOf(state, input);
    // The history was let go of (the setting `closedHistories`): the same answer as after AWS's 90 days.
    if (!events) throw executionDoesNotExist(arn);
    const ordered = input.reverseOrder ? events.toReversed() : events;
    const { page: found, ...rest } = page(ordered, input, (event) => `${arn}#${event.id}`);
    const includeData = input.includeExecutionData ?? true;
    return { events: found.map((event) => describeEvent(event, includeData)), ...rest };
  },
});
