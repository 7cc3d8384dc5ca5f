import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { countOf, itemsOfStatus, type MapRun } from '../executions/map-run.ts';
import { type MapRunInput, mapRunOf } from '../executions/map-run-lookup.ts';
import type { ExecutionStatus } from '../executions/model.ts';
import type { StepFunctionsState } from '../state.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html */
export const describeMapRun = defineOperation({
  name: 'DescribeMapRun',
  authorization: onArn('DescribeMapRun', 'mapRunArn'),
  run(state: StepFunctionsState, input: MapRunInput) {
    const run = mapRunOf(state, input);
    const pendingItems = run.waiting.reduce((sum, batch) => sum + batch.items, 0);
    return {
      mapRunArn: run.arn,
      executionArn: run.parent.arn,
      status: run.status,
      startDate: new Date(run.startDate),
      ...(run.stopDate === undefined ? {} : { stopDate: new Date(run.stopDate) }),
      maxConcurrency: run.maxConcurrency,
      toleratedFailureCount: run.toleratedFailureCount ?? 0,
      toleratedFailurePercentage: run.toleratedFailurePercentage ?? 0,
      itemCounts: counts(pendingItems, (status) => itemsOfStatus(run, status)),
      executionCounts: counts(run.waiting.length, (status) => countOf(run, status)),
      redriveCount: 0,
    };
  },
});

function counts(pending: number, of: (status: ExecutionStatus) => number): Record<string, number> {
  const reached = {
    running: of('RUNNING'),
    succeeded: of('SUCCEEDED'),
    failed: of('FAILED'),
    timedOut: of('TIMED_OUT'),
    aborted: of('ABORTED'),
  };
  const total = Object.values(reached).reduce((sum, count) => sum + count, pending);
  return {
    pending,
    ...reached,
    total,
    // AWS counts what goes into the state's output, too.
    resultsWritten: reached.succeeded,
    failuresNotRedrivable: 0,
    pendingRedrive: 0,
  };
}

/** What ListMapRuns answers of a run. */
export function mapRunSummary(run: MapRun): Record<string, unknown> {
  const prefix = run.arn.split(':').slice(0, 5).join(':');
  return {
    executionArn: run.parent.arn,
    mapRunArn: run.arn,
    stateMachineArn: `${prefix}:stateMachine:${run.machine}`,
    startDate: new Date(run.startDate),
    ...(run.stopDate === undefined ? {} : { stopDate: new Date(run.stopDate) }),
  };
}
