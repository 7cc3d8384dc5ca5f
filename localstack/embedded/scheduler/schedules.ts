import { requireTarget } from './deliver.ts';
import { notFound, unsupported, validation } from './errors.ts';
import { parseExpression } from './expression.ts';
import { DEFAULT_GROUP } from './groups.ts';
import type { Schedule, ScheduleInput, ScheduleReference } from './model.ts';
import { keyOf, type SchedulerState } from './state.ts';

/** The schedule that a request names. Throws ResourceNotFoundException. */
export function findSchedule(
  { schedules }: SchedulerState,
  { Name, GroupName = DEFAULT_GROUP }: ScheduleReference,
): Schedule {
  const schedule = schedules.get(keyOf(GroupName, Name));
  if (!schedule) throw notFound(`Schedule ${Name}`);
  return schedule;
}

/** Checks a schedule, keeps it in place of `known`, and sets its timer. Throws ValidationException. */
export function putSchedule(
  state: SchedulerState,
  input: ScheduleInput,
  known: Schedule | undefined,
): { ScheduleArn: string } {
  const schedule = makeSchedule(state, input, known);
  const key = keyOf(schedule.GroupName, schedule.Name);
  state.schedules.set(key, schedule);
  state.timetable.enter(key, schedule);
  return { ScheduleArn: schedule.Arn };
}

/** Checks what was sent. UpdateSchedule replaces everything: what is left out goes back to its default. */
function makeSchedule(
  { context }: SchedulerState,
  input: ScheduleInput,
  known: Schedule | undefined,
): Schedule {
  const { Name, GroupName = DEFAULT_GROUP, ScheduleExpression = '', Target, FlexibleTimeWindow } = input;
  if (!/^[0-9a-zA-Z-_.]{1,64}$/.test(Name)) throw validation(`Invalid schedule name ${Name}.`);
  if (input.KmsKeyArn) throw unsupported('KmsKeyArn');
  const now = context.clock.now() / 1000;
  const ScheduleExpressionTimezone = input.ScheduleExpressionTimezone ?? 'UTC';
  parseExpression(ScheduleExpression, ScheduleExpressionTimezone, now * 1000);
  requireTarget(context, GroupName, Target);
  if (!Target || !FlexibleTimeWindow) throw validation('Target and FlexibleTimeWindow are required.');
  if (
    (FlexibleTimeWindow.Mode === 'FLEXIBLE') !==
    (FlexibleTimeWindow.MaximumWindowInMinutes !== undefined)
  ) {
    throw validation('MaximumWindowInMinutes must be provided if, and only if, the mode is FLEXIBLE.');
  }
  checkWindow(FlexibleTimeWindow.MaximumWindowInMinutes);
  const optional = {
    StartDate: seconds(input.StartDate),
    EndDate: seconds(input.EndDate),
    Description: input.Description,
  };
  return {
    Arn: `arn:aws:scheduler:${context.region}:${context.accountId}:schedule/${GroupName}/${Name}`,
    Name,
    GroupName,
    ScheduleExpression,
    ScheduleExpressionTimezone,
    ...(Object.fromEntries(
      Object.entries(optional).filter(([, value]) => value !== undefined),
    ) as Partial<Schedule>),
    State: input.State ?? 'ENABLED',
    Target: {
      ...Target,
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185, ...Target.RetryPolicy },
    },
    FlexibleTimeWindow,
    ActionAfterCompletion: input.ActionAfterCompletion ?? 'NONE',
    CreationDate: known?.CreationDate ?? now,
    LastModificationDate: now,
  };
}

function seconds(value: number | string | Date | undefined): number | undefined {
  if (value === undefined || typeof value === 'number') return value;
  return new Date(value).getTime() / 1000;
}

/** Minutes of a flexible time window. */
const LONGEST_WINDOW = 1440;

function checkWindow(minutes: number | undefined): void {
  if (minutes === undefined || (minutes >= 1 && minutes <= LONGEST_WINDOW)) return;
  const rule = minutes < 1 ? 'greater than or equal to 1' : `less than or equal to ${LONGEST_WINDOW}`;
  throw validation(
    `1 validation error detected: Value '${minutes}' at 'flexibleTimeWindow.maximumWindowInMinutes' failed to satisfy constraint: Member must have value ${rule}`,
  );
}
