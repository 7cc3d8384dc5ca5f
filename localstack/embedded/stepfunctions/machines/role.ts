import type { EmbeddedContext } from '../../core/context.ts';
import { roleSession } from '../../core/credentials.ts';
import { accessDenied } from '../errors.ts';
import type { MachineRevision } from './model.ts';

const SERVICE = 'states.amazonaws.com';

/** What Step Functions does with the machine's role to have its log delivered (Developer Guide, «Logging»). */
const LOG_DELIVERY = [
  'CreateLogDelivery',
  'GetLogDelivery',
  'UpdateLogDelivery',
  'DeleteLogDelivery',
  'ListLogDeliveries',
  'PutResourcePolicy',
  'DescribeResourcePolicies',
  'DescribeLogGroups',
].map((action) => ({ action: `logs:${action}`, resource: '*' }));

/**
 * Tries a machine's role before the machine is made or changed, as AWS does: whether Step Functions may take it, and
 * whether it may have the log delivered. Throws AccessDeniedException.
 */
export function requireUsableRole(context: EmbeddedContext, revision: MachineRevision): void {
  const { roleArn, arn, loggingConfiguration: logging } = revision;
  requireAssumableRole(context, roleArn, arn);
  if (logging.level === 'OFF') return;
  if (!context.permissions.allowsAll(roleSession(roleArn, 'log-delivery'), LOG_DELIVERY)) {
    throw accessDenied('The state machine IAM Role is not authorized to access the Log Destination');
  }
}

/** Whether Step Functions may take a role for a machine. Throws AccessDeniedException. */
export function requireAssumableRole(context: EmbeddedContext, roleArn: string, machineArn: string): void {
  const { permissions, accountId } = context;
  if (permissions.canAssume(roleArn, SERVICE, { account: accountId, arn: machineArn })) return;
  throw accessDenied(
    `Neither the global service principal ${SERVICE}, nor the regional one is authorized to assume the provided role.`,
  );
}
