import type { Need } from '../../core/authorization.ts';
import { AwsError } from '../../core/errors.ts';
import type { Principal } from '../../core/service.ts';
import type { Decision } from '../evaluation/evaluate.ts';

type Denied = Extract<Decision, { readonly allowed: false }>;

interface Dialect {
  readonly code: string;
  readonly status: number;
}

/** How services call a refusal; those that are not listed say `AccessDeniedException` with 403. */
const DIALECTS: Readonly<Record<string, Dialect>> = {
  dynamodb: { code: 'AccessDeniedException', status: 400 },
  dynamodbstreams: { code: 'AccessDeniedException', status: 400 },
  cognitoidentityprovider: { code: 'AccessDeniedException', status: 400 },
  cloudwatchlogs: { code: 'AccessDeniedException', status: 400 },
  sfn: { code: 'AccessDeniedException', status: 400 },
  kms: { code: 'AccessDeniedException', status: 400 },
  cloudwatch: { code: 'AccessDenied', status: 403 },
  iam: { code: 'AccessDenied', status: 403 },
  sts: { code: 'AccessDenied', status: 403 },
  s3: { code: 'AccessDenied', status: 403 },
};

/**
 * The error that AWS answers.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function accessDenied(service: string, principal: Principal, need: Need, decision: Denied): AwsError {
  const { code, status } = DIALECTS[service] ?? { code: 'AccessDeniedException', status: 403 };
  const action = service === 'sqs' ? need.action.toLowerCase() : need.action;
  const resource = service === 's3' && need.resource !== '*' ? `"${need.resource}"` : need.resource;
  const user = `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource}`;
  return new AwsError(code, `${user}${reasonOf(principal, action, decision)}`, status);
}

const POLICY_TYPES = {
  identity: 'an identity-based policy',
  boundary: 'a permissions boundary',
  resource: 'a resource-based policy',
};

function reasonOf(principal: Principal, action: string, { denied }: Denied): string {
  if (denied === 'out-of-bounds') return ` because no permissions boundary allows the ${action} action`;
  if (denied !== 'implicit') return ` with an explicit deny in ${POLICY_TYPES[denied]}`;
  // Of roles that may not be taken STS says no more: whether they exist is nobody's business.
  if (action === 'sts:AssumeRole') return '';
  const whose = principal.service === undefined ? 'identity' : 'resource';
  return ` because no ${whose}-based policy allows the ${action} action`;
}

/** What the emulator's own log says: which statement forbids, or which one is missing where. */
export function explainDenial(principal: Principal, need: Need, decision: Denied): string {
  const who = principal.roleArn ?? principal.arn;
  if ('grant' in decision) {
    const { policy, statement } = decision.grant;
    return `iam: ${who} was denied ${need.action} on ${need.resource} by statement ${statement} of ${policy}.`;
  }
  const statement = JSON.stringify({ Effect: 'Allow', Action: need.action, Resource: need.resource });
  const where =
    decision.denied === 'out-of-bounds'
      ? `the permissions boundary of ${who}`
      : principal.service === undefined
        ? `the policies of ${who}`
        : `the policy of ${need.resource}, for ${who}`;
  return `iam: ${who} was denied ${need.action} on ${need.resource}: ${where} would need ${statement}.`;
}
