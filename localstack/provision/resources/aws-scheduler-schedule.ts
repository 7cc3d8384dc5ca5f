import type { GetScheduleCommandOutput, UpdateScheduleCommandInput } from '@aws-sdk/client-scheduler';
import { block, type Decoded, number, optional, text, withDefault } from '../arguments.ts';
import { differs } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';
import { unlessNotFound } from './not-found.ts';

const FIELDS = {
  name: text,
  group_name: withDefault(text, 'default'),
  schedule_expression: text,
  schedule_expression_timezone: withDefault(text, 'UTC'),
  flexible_time_window: block({ mode: text, maximum_window_in_minutes: optional(number) }),
  target: block({
    arn: text,
    role_arn: text,
    input: optional(text),
    retry_policy: optional(
      block({
        maximum_event_age_in_seconds: withDefault(number, 86_400),
        maximum_retry_attempts: withDefault(number, 185),
      }),
    ),
    dead_letter_config: optional(block({ arn: text })),
  }),
};

/** What calls a target at fixed times. */
export default defineResource<typeof FIELDS, Pick<GetScheduleCommandOutput, 'Arn'>>({
  type: 'aws_scheduler_schedule',
  arguments: FIELDS,
  example: {
    s: {
      name: 'fixture-schedule',
      schedule_expression: 'rate(5 minutes)',
      flexible_time_window: { mode: 'OFF' },
      target: {
        arn: ref('aws_lambda_function.fn.arn'),
        role_arn: ref('aws_iam_role.schedule.arn'),
        retry_policy: { maximum_event_age_in_seconds: 60, maximum_retry_attempts: 0 },
        dead_letter_config: { arn: ref('aws_sqs_queue.dead.arn') },
      },
    },
  },
  attributes: ['arn', 'id'],
  foundBy: ['group_name', 'name'],
  passing: [{ name: 'ValidationException', message: /assume the role/i }],

  async read(wanted, { aws }) {
    const scheduler = await aws.scheduler();
    return unlessNotFound(
      scheduler.getSchedule({ Name: wanted.name, GroupName: wanted.group_name }),
      'ResourceNotFoundException',
    );
  },

  async create(wanted, tools) {
    const scheduler = await tools.aws.scheduler();
    const { ScheduleArn } = await scheduler.createSchedule(scheduleOf(wanted));
    return { Arn: ScheduleArn };
  },

  async update(wanted, found, tools) {
    if (!differs(scheduleOf(wanted), found)) return undefined;
    const scheduler = await tools.aws.scheduler();
    await scheduler.updateSchedule(scheduleOf(wanted));
    return found;
  },

  async delete(wanted, _schedule, { aws }) {
    const scheduler = await aws.scheduler();
    await scheduler.deleteSchedule({ Name: wanted.name, GroupName: wanted.group_name });
  },

  describe: (schedule, wanted) => ({ arn: schedule.Arn ?? '', id: `${wanted.group_name}/${wanted.name}` }),
});

function scheduleOf(wanted: Decoded<typeof FIELDS>): UpdateScheduleCommandInput {
  const { flexible_time_window: window } = wanted;
  const { retry_policy: retry, dead_letter_config: deadLetters } = wanted.target;
  return {
    Name: wanted.name,
    GroupName: wanted.group_name,
    ScheduleExpression: wanted.schedule_expression,
    ScheduleExpressionTimezone: wanted.schedule_expression_timezone,
    FlexibleTimeWindow: {
      Mode: window.mode as 'OFF',
      MaximumWindowInMinutes: window.maximum_window_in_minutes,
    },
    Target: {
      Arn: wanted.target.arn,
      RoleArn: wanted.target.role_arn,
      Input: wanted.target.input,
      RetryPolicy: {
        MaximumEventAgeInSeconds: retry?.maximum_event_age_in_seconds ?? 86_400,
        MaximumRetryAttempts: retry?.maximum_retry_attempts ?? 185,
      },
      DeadLetterConfig: deadLetters && { Arn: deadLetters.arn },
    },
  };
}
