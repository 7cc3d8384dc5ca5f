import { sqsErrors } from '../errors.ts';
import type { Queue } from '../model.ts';
import { redrivePolicyOf } from './attributes.ts';
import type { Queues } from './queues.ts';

/** What a queue says of the queues that may use it as their dead-letter queue. */
interface RedriveAllowPolicy {
  readonly redrivePermission?: unknown;
  readonly sourceQueueArns?: unknown;
}

/** How many source queues a policy may name. */
const MOST_SOURCES = 10;

/**
 * Refuses a dead-letter queue that is not there, is of another type, or does not let `queue` use it. Does nothing
 * where `attributes` have no redrive policy. Throws InvalidParameterValue.
 */
export function checkDeadLetterQueue(
  queues: Queues,
  queue: { readonly arn: string; readonly isFifo: boolean },
  attributes: Readonly<Record<string, string>>,
): void {
  const policy = redrivePolicyOf(attributes);
  if (!policy) return;
  const refuse = (reason: string) =>
    sqsErrors.invalidParameter(
      `Value ${attributes.RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: ${reason}`,
    );
  const target = queues.byArn(policy.arn);
  if (!target) throw refuse('Dead letter target does not exist.');
  // The second full stop is AWS's.
  if (target.isFifo !== queue.isFifo) {
    throw refuse('Dead-letter queue must be same type of queue as the source..');
  }
  if (!allowsRedrive(target.attribute('RedriveAllowPolicy'), queue.arn)) {
    throw refuse('The RedriveAllowPolicy of the dead-letter queue does not allow this source queue.');
  }
}

function allowsRedrive(policy: string | undefined, sourceArn: string): boolean {
  if (!policy) return true;
  const { redrivePermission, sourceQueueArns } = JSON.parse(policy) as RedriveAllowPolicy;
  if (redrivePermission === 'denyAll') return false;
  return redrivePermission !== 'byQueue' || (sourceQueueArns as readonly string[]).includes(sourceArn);
}

/** Refuses a redrive allow policy that means nothing. Throws InvalidParameterValue. */
export function checkRedriveAllowPolicy(text: string | undefined): void {
  if (!text) return;
  const { redrivePermission, sourceQueueArns } = JSON.parse(text) as RedriveAllowPolicy;
  const refuse = (reason: string) =>
    sqsErrors.invalidParameter(
      `Value ${text} for parameter RedriveAllowPolicy is invalid. Reason: Amazon SQS can't create the redrive allow policy. ${reason}`,
    );
  if (!['allowAll', 'denyAll', 'byQueue'].includes(String(redrivePermission))) {
    throw refuse('The redrivePermission must be one of: allowAll, denyAll, byQueue.');
  }
  if (redrivePermission !== 'byQueue') {
    if (sourceQueueArns === undefined) return;
    throw refuse('To specify one or more source queue ARNs, you must set redrivePermission to byQueue.');
  }
  if (!isListOfTexts(sourceQueueArns) || sourceQueueArns.length === 0) {
    throw refuse(
      'When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values.',
    );
  }
  if (sourceQueueArns.length > MOST_SOURCES) {
    throw refuse(`You can specify up to ${MOST_SOURCES} source queue ARNs.`);
  }
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/** The queues whose messages go to the queue with that ARN when nobody can handle them. */
export function sourcesOf(queues: Queues, arn: string): Queue[] {
  return queues.all().filter(({ attributes }) => redrivePolicyOf(attributes)?.arn === arn);
}
