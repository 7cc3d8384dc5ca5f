import { textOf } from '../../core/authorization.ts';
import { defineOperation } from '../../core/operation.ts';
import { stateMachineTypeNotSupported, validationException } from '../errors.ts';
import { mapRunOf } from '../executions/map-run-lookup.ts';
import type { Execution } from '../executions/model.ts';
import { executionSummary } from '../executions/summary.ts';
import { checkArn, oneOf, page, required } from '../input.ts';
import type { StepFunctionsState } from '../state.ts';

const STATUSES = ['SUCCEEDED', 'TIMED_OUT', 'PENDING_REDRIVE', 'ABORTED', 'FAILED', 'RUNNING'] as const;

const REDRIVEN = ['REDRIVEN', 'NOT_REDRIVEN'] as const;

/** Longer than other listings' tokens (https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html). */
const LONGEST_TOKEN = 3096;

interface ListExecutionsInput {
  readonly stateMachineArn?: string;
  readonly statusFilter?: string;
  readonly mapRunArn?: string;
  readonly redriveFilter?: string;
  readonly maxResults?: number;
  readonly nextToken?: string;
}

function ofMachine(state: StepFunctionsState, input: ListExecutionsInput): Execution[] {
  if (input.redriveFilter !== undefined)
    throw validationException('redriveFilter can only be provided with mapRunArn');
  const arn = required(input.stateMachineArn, 'stateMachineArn');
  checkArn(arn, 'stateMachine');
  const { revision, version, alias } = state.machines.resolve(arn);
  if (revision.type === 'EXPRESS') throw stateMachineTypeNotSupported();
  return state.executions.ofMachine(revision.arn).filter((execution) => {
    if (alias) return execution.aliasArn === alias.arn;
    return version === undefined || execution.versionArn === version.arn;
  });
}

/** The child executions of a Distributed Map's run, the newest first. */
function ofMapRun(state: StepFunctionsState, input: ListExecutionsInput): Execution[] {
  if (input.stateMachineArn !== undefined)
    throw validationException('Only one of stateMachineArn and mapRunArn can be provided');
  return [...mapRunOf(state, input).children.keys()].reverse();
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
export const listExecutions = defineOperation({
  name: 'ListExecutions',
  authorization: (input) => [
    { action: 'states:ListExecutions', resource: textOf(input.mapRunArn ?? input.stateMachineArn) },
  ],
  run(state: StepFunctionsState, input: ListExecutionsInput) {
    if (input.redriveFilter !== undefined) oneOf(input.redriveFilter, 'redriveFilter', REDRIVEN);
    const status = input.statusFilter && oneOf(input.statusFilter, 'statusFilter', STATUSES);
    const candidates = input.mapRunArn === undefined ? ofMachine(state, input) : ofMapRun(state, input);
    // None has been redriven: there is no RedriveExecution.
    const asked = input.redriveFilter === 'REDRIVEN' ? [] : candidates;
    const executions = asked.filter((execution) => !status || execution.status === status);
    const { page: found, ...rest } = page(executions, input, (execution) => execution.arn, LONGEST_TOKEN);
    return { executions: found.map(executionSummary), ...rest };
  },
});
