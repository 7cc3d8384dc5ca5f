import type { ManagedPolicy } from './model.ts';

const LOG_ACTIONS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const QUEUE_ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/**
 * The policies of AWS's own that a role here may be given, by ARN, with the statements that AWS publishes:
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export const awsManagedPolicies: ReadonlyMap<string, ManagedPolicy> = new Map(
  [
    managed('AWSLambdaBasicExecutionRole', 'ANPAJNCQGXC42545SKXIK', LOG_ACTIONS),
    managed('AWSLambdaSQSQueueExecutionRole', 'ANPAJFWJZI6JNND4TSELK', [...QUEUE_ACTIONS, ...LOG_ACTIONS]),
  ].map((policy) => [policy.Arn, policy]),
);

function managed(name: string, id: string, actions: readonly string[]): ManagedPolicy {
  const document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  };
  const createdAt = Date.UTC(2015, 3, 9);
  return {
    PolicyName: name,
    PolicyId: id,
    Arn: `arn:aws:iam::aws:policy/service-role/${name}`,
    Path: '/service-role/',
    createdAt,
    tags: [],
    versions: [{ id: 'v1', document: JSON.stringify(document), createdAt }],
    defaultVersion: 'v1',
  };
}
