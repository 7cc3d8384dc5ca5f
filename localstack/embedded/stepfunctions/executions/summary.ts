import type { Execution } from './model.ts';

/** What DescribeExecution and ListExecutions both answer of an execution. */
export function executionSummary(execution: Execution): Record<string, unknown> {
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
    ...(execution.mapRun ? { mapRunArn: execution.mapRun.arn, itemCount: execution.mapRun.items } : {}),
    redriveCount: 0,
  };
}
