import { executionDoesNotExist, stateMachineTypeNotSupported, validationException } from '../errors.ts';
import { describeEvent } from '../executions/history.ts';
import type { Execution } from '../executions/model.ts';
import { checkArn, oneOf, page, required } from '../input.ts';
import { describeRevision } from '../machines/configuration.ts';
import type { StepFunctionsRoom } from '../room.ts';

interface ByExecution {
  readonly executionArn?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export function describeExecution(room: StepFunctionsRoom) {
  return (input: ByExecution) => {
    const execution = find(room, input);
    const { status, output, error, cause, traceHeader } = execution;
    const isRedrivable = status !== 'RUNNING' && status !== 'SUCCEEDED';
    return {
      ...summary(execution),
      input: execution.input.text,
      inputDetails: { included: true },
      ...(output ? { output: output.text, outputDetails: { included: true } } : {}),
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
      ...(traceHeader === undefined ? {} : { traceHeader }),
      redriveStatus: isRedrivable ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
      ...(isRedrivable ? {} : { redriveStatusReason: `Execution is ${status} and cannot be redriven` }),
    };
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineForExecution.html */
export function describeStateMachineForExecution(room: StepFunctionsRoom) {
  return (input: ByExecution) => {
    const { revision } = find(room, input);
    return {
      ...describeRevision(revision),
      stateMachineArn: revision.arn,
      updateDate: new Date(revision.updateDate),
    };
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html */
export function stopExecution(room: StepFunctionsRoom) {
  return (input: ByExecution & { readonly error?: string; readonly cause?: string }) => {
    const execution = find(room, input);
    room.interpreter.stop(execution, input.error, input.cause);
    return { stopDate: new Date(execution.stopDate ?? room.context.clock.now()) };
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html */
export function getExecutionHistory(room: StepFunctionsRoom) {
  return (
    input: ByExecution & {
      readonly maxResults?: number;
      readonly nextToken?: string;
      readonly reverseOrder?: boolean;
      readonly includeExecutionData?: boolean;
    },
  ) => {
    const { arn, events } = find(room, input);
    // The history was let go of (the setting `closedHistories`): the same answer as after AWS's 90 days.
    if (!events) throw executionDoesNotExist(arn);
    const ordered = input.reverseOrder ? events.toReversed() : events;
    const { page: found, ...rest } = page(ordered, input, (event) => `${arn}#${event.id}`);
    const includeData = input.includeExecutionData ?? true;
    return { events: found.map((event) => describeEvent(event, includeData)), ...rest };
  };
}

const STATUSES = ['SUCCEEDED', 'TIMED_OUT', 'PENDING_REDRIVE', 'ABORTED', 'FAILED', 'RUNNING'] as const;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
export function listExecutions(room: StepFunctionsRoom) {
  return (input: {
    readonly stateMachineArn?: string;
    readonly statusFilter?: string;
    readonly mapRunArn?: string;
    readonly maxResults?: number;
    readonly nextToken?: string;
  }) => {
    if (input.mapRunArn !== undefined) throw validationException('The embedded AWS runs no Distributed Maps');
    const arn = required(input.stateMachineArn, 'stateMachineArn');
    checkArn(arn, 'stateMachine');
    const status = input.statusFilter && oneOf(input.statusFilter, 'statusFilter', STATUSES);
    const { revision, version, alias } = room.machines.resolve(arn);
    if (revision.type === 'EXPRESS') throw stateMachineTypeNotSupported();
    const executions = room.executions.ofMachine(revision.arn).filter((execution) => {
      if (status && execution.status !== status) return false;
      if (alias) return execution.aliasArn === alias.arn;
      return version === undefined || execution.versionArn === version.arn;
    });
    const { page: found, ...rest } = page(executions, input, (execution) => execution.arn);
    return { executions: found.map(summary), ...rest };
  };
}

function summary(execution: Execution): Record<string, unknown> {
  const { stopDate, versionArn, aliasArn } = execution;
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.revision.arn,
    name: execution.name,
    status: execution.status,
    startDate: new Date(execution.startDate),
    ...(stopDate === undefined ? {} : { stopDate: new Date(stopDate) }),
    ...(versionArn === undefined ? {} : { stateMachineVersionArn: versionArn }),
    ...(aliasArn === undefined ? {} : { stateMachineAliasArn: aliasArn }),
    redriveCount: 0,
  };
}

function find(room: StepFunctionsRoom, input: ByExecution): Execution {
  const arn = required(input.executionArn, 'executionArn');
  checkArn(arn, 'execution', 'express');
  if (arn.split(':')[5] === 'express') throw stateMachineTypeNotSupported();
  const execution = room.executions.find(arn);
  if (!execution) throw executionDoesNotExist(arn);
  return execution;
}
