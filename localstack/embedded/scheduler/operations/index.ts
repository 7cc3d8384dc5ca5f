import type { Scheduler } from '@aws-sdk/client-scheduler';
import type { OperationDeclaration } from '../../core/operation.ts';
import type { SchedulerState } from '../state.ts';
import { createSchedule } from './create-schedule.ts';
import { createScheduleGroup } from './create-schedule-group.ts';
import { deleteSchedule } from './delete-schedule.ts';
import { deleteScheduleGroup } from './delete-schedule-group.ts';
import { getSchedule } from './get-schedule.ts';
import { getScheduleGroup } from './get-schedule-group.ts';
import { listScheduleGroups } from './list-schedule-groups.ts';
import { listSchedules } from './list-schedules.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { tagResource } from './tag-resource.ts';
import { untagResource } from './untag-resource.ts';
import { updateSchedule } from './update-schedule.ts';

/** The names of EventBridge Scheduler's operations, from the SDK's own client. */
type OperationName = Capitalize<Extract<keyof Scheduler, string>>;

/** The operations of EventBridge Scheduler. */
export const declarations: readonly OperationDeclaration<SchedulerState, OperationName>[] = [
  createSchedule,
  createScheduleGroup,
  deleteSchedule,
  deleteScheduleGroup,
  getSchedule,
  getScheduleGroup,
  listScheduleGroups,
  listSchedules,
  listTagsForResource,
  tagResource,
  untagResource,
  updateSchedule,
];
