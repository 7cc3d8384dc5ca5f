import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule/index.js';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import type { AppFunction } from './app-function.ts';
import type { DeadLetterQueue } from './dead-letter-queue.ts';
import { ServiceRole } from './service-role.ts';
import { skipCheck } from './skip-check.ts';
import { allow } from './statements.ts';

export interface FunctionScheduleProps {
  readonly settings: Settings;
  readonly name: string;
  /** A schedule expression of EventBridge Scheduler: `rate(5 minutes)`. */
  readonly expression: string;
  readonly function: AppFunction;
  /** The queue for calls that Lambda did not accept. */
  readonly deadLetters: DeadLetterQueue;
  /** The AWS account's number. */
  readonly account: string;
}

/** Calls a function at regular times. */
export class FunctionSchedule extends Construct {
  constructor(scope: Construct, id: string, props: FunctionScheduleProps) {
    super(scope, id);
    const role = new ServiceRole(this, 'role', {
      settings: props.settings,
      name: props.name,
      service: 'scheduler.amazonaws.com',
      sourceAccount: props.account,
    });
    role.grant('invoke-function', allow(['lambda:InvokeFunction'], [props.function.arn]));
    props.deadLetters.grantSend(role);
    const schedule = new SchedulerSchedule(this, 'schedule', {
      name: props.name,
      scheduleExpression: props.expression,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: props.function.arn,
        roleArn: role.arn,
        // The next run does all that a missed one would have done.
        retryPolicy: { maximumEventAgeInSeconds: 300, maximumRetryAttempts: 2 },
        deadLetterConfig: { arn: props.deadLetters.arn },
      },
      dependsOn: role.policies,
    });
    skipCheck(schedule, 'CKV_AWS_297', 'The schedule holds the address of a function and no data.');
  }
}
