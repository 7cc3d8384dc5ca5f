import type { EmbeddedContext } from '../core/context.ts';
import type { RestRoute, Service } from '../core/service.ts';
import { authorization } from './authorization.ts';
import type { Schedule } from './model.ts';
import { groupOperations, scheduleOperations } from './operations.ts';
import type { SchedulerRoom } from './room.ts';
import { createTimetable } from './timetable.ts';

const listQuery = { NamePrefix: 'NamePrefix', NextToken: 'NextToken', MaxResults: 'MaxResults' };

const routes: readonly RestRoute[] = [
  { operation: 'CreateSchedule', method: 'POST', path: '/schedules/{Name}' },
  { operation: 'UpdateSchedule', method: 'PUT', path: '/schedules/{Name}' },
  { operation: 'GetSchedule', method: 'GET', path: '/schedules/{Name}', query: { groupName: 'GroupName' } },
  {
    operation: 'DeleteSchedule',
    method: 'DELETE',
    path: '/schedules/{Name}',
    query: { groupName: 'GroupName' },
  },
  {
    operation: 'ListSchedules',
    method: 'GET',
    path: '/schedules',
    query: { ...listQuery, ScheduleGroup: 'GroupName', State: 'State' },
  },
  { operation: 'CreateScheduleGroup', method: 'POST', path: '/schedule-groups/{Name}' },
  { operation: 'GetScheduleGroup', method: 'GET', path: '/schedule-groups/{Name}' },
  { operation: 'DeleteScheduleGroup', method: 'DELETE', path: '/schedule-groups/{Name}' },
  { operation: 'ListScheduleGroups', method: 'GET', path: '/schedule-groups', query: listQuery },
  { operation: 'ListTagsForResource', method: 'GET', path: '/tags/{ResourceArn}' },
  { operation: 'TagResource', method: 'POST', path: '/tags/{ResourceArn}' },
  {
    operation: 'UntagResource',
    method: 'DELETE',
    path: '/tags/{ResourceArn}',
    query: { TagKeys: 'TagKeys' },
  },
];

/** Amazon EventBridge Scheduler: calls targets at the times of the emulated clock. */
export function createSchedulerService(context: EmbeddedContext): Service {
  const schedules = context.storage.collection<Schedule>('scheduler/schedules');
  const timetable = createTimetable(context, (key) => schedules.delete(key));
  const room: SchedulerRoom = {
    context,
    schedules,
    groups: context.storage.collection('scheduler/groups'),
    timetable,
  };
  for (const [key, schedule] of [...schedules.entries()]) {
    context.clock.background(
      () => Promise.resolve().then(() => timetable.resume(key, schedule)),
      `Resuming schedule ${schedule.Name}`,
    );
  }
  return {
    name: 'scheduler',
    signingName: 'scheduler',
    protocols: ['rest-json'],
    routes,
    authorization,
    operations: { ...scheduleOperations(room), ...groupOperations(room) },
  };
}
