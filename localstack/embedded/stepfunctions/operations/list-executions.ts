import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { stateMachineTypeNotSupported, validationException } from '../errors.ts';
import { executionSummary } from '../executions/summary.ts';
import { checkArn, oneOf, page, required } from '../input.ts';
import type { StepFunctionsState } from '../state.ts';

const STATUSES = ['SUCCEEDED', 'TIMED_OUT', 'PENDING_REDRIVE', 'ABORTED', 'FAILED', 'RUNNING'] as const;

/** Longer than other listings' tokens (https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html). */
const LONGEST_TOKEN = 3096;

interface ListExecutionsInput {
  readonly stateMachineArn?: string;
  readonly statusFilter?: string;
  readonly mapRunArn?: string;
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
export const listExecutions = defineOperation({
  name: 'ListExecutions',
  authorization: onArn('ListExecutions', 'stateMachineArn'),
  run(state: StepFunctionsState, input: ListExecutionsInput) {
    if (input.mapRunArn !== undefined) throw validationException('The embedded AWS runs no Distributed Maps');
    const arn = required(input.stateMachineArn, 'stateMachineArn');
    checkArn(arn, 'stateMachine');
    const status = input.statusFilter && oneOf(input.statusFilter, 'statusFilter', STATUSES);
    const { revision, version, alias } = state.machines.resolve(arn);
    if (revision.type === 'EXPRESS') throw stateMachineTypeNotSupported();
    const executions = state.executions.ofMachine(revision.arn).filter((execution) => {
      if (status && execution.status !== status) return false;
      if (alias) return execution.aliasArn === alias.arn;
      return version === undefined || execution.versionArn === version.arn;
    });
    const { page: found, ...rest } = page(executions, input, (execution) => execution.arn, LONGEST_TOKEN);
    return { executions: found.map(executionSummary), ...rest };
  },
});
