import type { Operation } from '../../core/service.ts';
import type { StepFunctionsRoom } from '../room.ts';
import {
  createActivity,
  deleteActivity,
  describeActivity,
  getActivityTask,
  listActivities,
} from './activities.ts';
import {
  createStateMachineAlias,
  deleteStateMachineAlias,
  describeStateMachineAlias,
  listStateMachineAliases,
  updateStateMachineAlias,
} from './aliases.ts';
import { createStateMachine } from './create-state-machine.ts';
import { deleteStateMachine } from './delete-state-machine.ts';
import { describeStateMachine } from './describe-state-machine.ts';
import {
  describeExecution,
  describeStateMachineForExecution,
  getExecutionHistory,
  listExecutions,
  stopExecution,
} from './executions.ts';
import { listStateMachines } from './list-state-machines.ts';
import { startExecution, startSyncExecution } from './start-execution.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';
import { sendTaskFailure, sendTaskHeartbeat, sendTaskSuccess } from './task-tokens.ts';
import { updateStateMachine } from './update-state-machine.ts';
import { validateStateMachineDefinition } from './validate-state-machine-definition.ts';
import {
  deleteStateMachineVersion,
  listStateMachineVersions,
  publishStateMachineVersion,
} from './versions.ts';

/** The operations of Step Functions, by AWS's names. */
export function operations(room: StepFunctionsRoom): Readonly<Record<string, Operation>> {
  return {
    CreateActivity: createActivity(room),
    CreateStateMachine: createStateMachine(room),
    CreateStateMachineAlias: createStateMachineAlias(room),
    DeleteActivity: deleteActivity(room),
    DeleteStateMachine: deleteStateMachine(room),
    DeleteStateMachineAlias: deleteStateMachineAlias(room),
    DeleteStateMachineVersion: deleteStateMachineVersion(room),
    DescribeActivity: describeActivity(room),
    DescribeExecution: describeExecution(room),
    DescribeStateMachine: describeStateMachine(room),
    DescribeStateMachineAlias: describeStateMachineAlias(room),
    DescribeStateMachineForExecution: describeStateMachineForExecution(room),
    GetActivityTask: getActivityTask(room),
    GetExecutionHistory: getExecutionHistory(room),
    ListActivities: listActivities(room),
    ListExecutions: listExecutions(room),
    ListStateMachineAliases: listStateMachineAliases(room),
    ListStateMachines: listStateMachines(room),
    ListStateMachineVersions: listStateMachineVersions(room),
    ListTagsForResource: listTagsForResource(room),
    PublishStateMachineVersion: publishStateMachineVersion(room),
    SendTaskFailure: sendTaskFailure(room),
    SendTaskHeartbeat: sendTaskHeartbeat(room),
    SendTaskSuccess: sendTaskSuccess(room),
    StartExecution: startExecution(room),
    StartSyncExecution: startSyncExecution(room),
    StopExecution: stopExecution(room),
    TagResource: tagResource(room),
    UntagResource: untagResource(room),
    UpdateStateMachine: updateStateMachine(room),
    UpdateStateMachineAlias: updateStateMachineAlias(room),
    ValidateStateMachineDefinition: validateStateMachineDefinition(),
  };
}
