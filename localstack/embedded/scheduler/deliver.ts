import type { EmbeddedContext } from '../core/context.ts';
import type { AwsError } from '../core/errors.ts';
import type { Principal } from '../core/service.ts';
import { unsupported, validation } from './errors.ts';
import type { Schedule, Target } from './model.ts';

const MINUTE = 60_000;
const DEFAULT_ATTEMPTS = 185;
const DEFAULT_AGE = 86_400;
const FIRST_BACKOFF = 1_000;

/** Makes one call of a target. */
type Delivery = (
  context: EmbeddedContext,
  target: Target,
  input: string,
  principal: Principal,
) => Promise<unknown>;

const DELIVERIES: Readonly<Record<string, Delivery>> = {
  lambda: (context, { Arn }, input, principal) =>
    context.call(
      'lambda',
      'Invoke',
      { FunctionName: Arn, InvocationType: 'Event', Payload: Buffer.from(input) },
      principal,
    ),
  states: (context, { Arn }, input, principal) =>
    context.call('sfn', 'StartExecution', { stateMachineArn: Arn, input }, principal),
  sqs: (context, { Arn, SqsParameters }, input, principal) =>
    context.call(
      'sqs',
      'SendMessage',
      { QueueUrl: queueUrl(context, Arn), MessageBody: input, ...SqsParameters },
      principal,
    ),
};

function deliveryOf(target: Target): Delivery {
  const delivery = DELIVERIES[target.Arn.split(':')[2] ?? ''];
  if (!delivery) throw unsupported(`the target ${target.Arn}`);
  return delivery;
}

/** Throws where a target is none that can be called (Lambda, Step Functions and SQS are), or its role cannot be taken. */
export function requireTarget(context: EmbeddedContext, groupName: string, target: Target | undefined): void {
  if (!target?.Arn || !target.RoleArn) throw validation('Target.Arn and Target.RoleArn are required.');
  deliveryOf(target);
  const group = `arn:aws:scheduler:${context.region}:${context.accountId}:schedule-group/${groupName}`;
  const source = { account: context.accountId, arn: group };
  if (!context.permissions.canAssume(target.RoleArn, 'scheduler.amazonaws.com', source)) {
    throw validation(
      'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
    );
  }
  if (target.Input !== undefined && target.Arn.split(':')[2] !== 'sqs') {
    try {
      JSON.parse(target.Input);
    } catch {
      throw validation('Invalid RequestJson provided. Reason: The Input is not valid JSON.');
    }
  }
}

function queueUrl(context: EmbeddedContext, arn: string): string {
  const [, , , , accountId, name] = arn.split(':');
  return `${context.endpoint()}/${accountId}/${name}`;
}

/**
 * Calls a schedule's target with its role, and again with growing pauses when that fails, until its retry policy
 * ends; then the event goes to the dead-letter queue, if there is one.
 */
export async function deliver(
  context: EmbeddedContext,
  schedule: Schedule,
  scheduledAt: number,
): Promise<void> {
  const { Target: target, Name } = schedule;
  const { principal } = context.credentials.assumeRole(target.RoleArn, `schedule-${Name}`.slice(0, 64));
  const { MaximumRetryAttempts = DEFAULT_ATTEMPTS, MaximumEventAgeInSeconds = DEFAULT_AGE } =
    target.RetryPolicy ?? {};
  const executionId = context.random.uuid();

  async function attempt(number: number): Promise<void> {
    try {
      const input = fill(target.Input ?? '{}', schedule, { scheduledAt, executionId, number });
      context.meter.add('scheduler', 'invocations', Name, 1);
      await deliveryOf(target)(context, target, input, principal);
    } catch (error) {
      const pause = Math.min(FIRST_BACKOFF * 2 ** (number - 1), 5 * MINUTE);
      const tooOld = context.clock.now() + pause - scheduledAt > MaximumEventAgeInSeconds * 1000;
      if (number > MaximumRetryAttempts || tooOld) return giveUp(error as AwsError, number);
      const what = `Schedule ${Name}`;
      context.clock.after(pause, () => context.clock.background(() => attempt(number + 1), what), what);
    }
  }

  async function giveUp(error: AwsError, attempts: number): Promise<void> {
    context.log(`Schedule ${Name} did not reach ${target.Arn}: ${error.message}`);
    const deadLetters = target.DeadLetterConfig?.Arn;
    if (!deadLetters) return;
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    const message = {
      QueueUrl: queueUrl(context, deadLetters),
      MessageBody: target.Input ?? '{}',
      MessageAttributes: {
        ERROR_CODE: text(error.code ?? error.name),
        ERROR_MESSAGE: text(error.message || 'none'),
        EXECUTION_ID: text(executionId),
        RETRY_ATTEMPTS: text(String(attempts - 1)),
        SCHEDULE_ARN: text(schedule.Arn),
        TARGET_ARN: text(target.Arn),
      },
    };
    await context.call('sqs', 'SendMessage', message, principal).catch((failed: Error) => {
      context.log(`Schedule ${Name} did not reach its dead-letter queue: ${failed.message}`);
    });
  }

  await attempt(1);
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function fill(
  input: string,
  schedule: Schedule,
  { scheduledAt, executionId, number }: { scheduledAt: number; executionId: string; number: number },
): string {
  return input
    .replaceAll('<aws.scheduler.schedule-arn>', schedule.Arn)
    .replaceAll('<aws.scheduler.scheduled-time>', new Date(scheduledAt).toISOString().replace(/\.\d+Z$/, 'Z'))
    .replaceAll('<aws.scheduler.execution-id>', executionId)
    .replaceAll('<aws.scheduler.attempt-number>', String(number));
}
