import type { EmbeddedContext } from '../../core/context.ts';
import { AwsError } from '../../core/errors.ts';
import { invalidLogging } from '../errors.ts';
import type { LoggingConfiguration } from './model.ts';

/** The name of the log group that a machine writes to; undefined where it has none. */
export function logGroupOf(logging: LoggingConfiguration): string | undefined {
  const arn = logging.destinations?.[0]?.cloudWatchLogsLogGroup?.logGroupArn;
  return arn?.split(':')[6];
}

interface LogGroups {
  readonly logGroups?: readonly { readonly logGroupName?: string }[];
}

/**
 * Looks for the log group that a machine is to write to, where CloudWatch Logs is there to be asked. Throws
 * InvalidLoggingConfiguration.
 */
export async function requireLogDestination(
  context: EmbeddedContext,
  logging: LoggingConfiguration,
): Promise<void> {
  const group = logGroupOf(logging);
  if (logging.level === 'OFF' || group === undefined) return;
  const answer = await describe(context, group);
  if (!answer) return;
  const { logGroups = [] } = answer;
  if (!logGroups.some(({ logGroupName }) => logGroupName === group)) {
    throw invalidLogging('Log Destination not found.');
  }
}

async function describe(
  context: EmbeddedContext,
  logGroupNamePrefix: string,
): Promise<LogGroups | undefined> {
  try {
    return await context.call('cloudwatchlogs', 'DescribeLogGroups', { logGroupNamePrefix }, context.root);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}
