import { type Names, names } from '../arns.ts';
import { allow, type Condition, type Statement } from '../constructs/statements.ts';

/** What a role of the pipeline may do, by need; every need becomes one inline policy. */
export type Permissions = Readonly<Record<string, readonly Statement[]>>;

/**
 * The actions of a deployment that AWS cannot limit to a resource, with the reason; a test compares the list with the
 * statements on `*`.
 */
export const UNSCOPED_DEPLOYMENT_ACTIONS: Readonly<Record<string, string>> = {
  'kms:CreateKey':
    'A key has no name before it exists; the tags that it must be made with are required instead.',
  'kms:ListAliases': 'Aliases are listed for the account (Service Authorization Reference, AWS KMS).',
  'cognito-idp:CreateUserPool':
    'A pool has no id before it exists; the tags that it must be made with are required instead.',
  'cognito-idp:DescribeUserPoolDomain':
    'A domain is looked up by its name alone (Service Authorization Reference, Amazon Cognito User Pools).',
  'cloudwatch:DescribeAlarms': 'Terraform finds alarms by listing them.',
  'logs:DescribeLogGroups': 'Terraform finds log groups by listing them.',
  'logs:PutQueryDefinition':
    'Saved queries have no resource type (Service Authorization Reference, CloudWatch Logs).',
  'logs:DescribeQueryDefinitions':
    'Saved queries have no resource type (Service Authorization Reference, CloudWatch Logs).',
  'logs:DeleteQueryDefinition':
    'Saved queries have no resource type (Service Authorization Reference, CloudWatch Logs).',
  'logs:CreateLogDelivery':
    'Log deliveries have no resource type (API Gateway Developer Guide, «Access logging»).',
  'logs:GetLogDelivery':
    'Log deliveries have no resource type (API Gateway Developer Guide, «Access logging»).',
  'logs:UpdateLogDelivery':
    'Log deliveries have no resource type (API Gateway Developer Guide, «Access logging»).',
  'logs:DeleteLogDelivery':
    'Log deliveries have no resource type (API Gateway Developer Guide, «Access logging»).',
  'logs:ListLogDeliveries':
    'Log deliveries have no resource type (API Gateway Developer Guide, «Access logging»).',
  'logs:PutResourcePolicy':
    'Resource policies belong to the account (API Gateway Developer Guide, «Access logging»).',
  'logs:DescribeResourcePolicies':
    'Resource policies belong to the account (API Gateway Developer Guide, «Access logging»).',
  'states:ValidateStateMachineDefinition':
    'A definition is validated before there is a machine (Service Authorization Reference, Step Functions).',
  'lambda:CreateEventSourceMapping':
    'A mapping has no id before it exists; the function that it may be for is required instead.',
};

export interface DeploymentPermissionsProps {
  readonly region: string;
  /** The AWS account's number. */
  readonly account: string;
  readonly stage: string;
  /** The policy that every role of the product must be bounded by. */
  readonly boundaryArn: string;
  /** The bucket of Terraform's state. */
  readonly stateBucket?: string;
}

/** The verbs that a plan needs: they allow reading the infrastructure, but no data in it. */
const READS = /^[a-z-]+:(Get|List|Describe|Validate)|^apigateway:GET$/;

/**
 * The permissions that change a deployment: all of Terraform's calls for the resources of the stacks, and none for
 * data.
 */
export function deploymentPermissions(props: DeploymentPermissionsProps): Permissions {
  const arn = names(props);
  const ours = {
    StringEquals: { 'aws:ResourceTag/Project': arn.project, 'aws:ResourceTag/Stage': props.stage },
  };
  const asOurs = {
    StringEquals: { 'aws:RequestTag/Project': arn.project, 'aws:RequestTag/Stage': props.stage },
  };
  return {
    'terraform-state': stateAccess(arn, props.stateBucket, ['GetObject', 'PutObject', 'DeleteObject']),
    'deploy-data': [
      ...keepTable(arn),
      ...keepBucket(arn),
      ...keepQueues(arn),
      ...keepKeys(arn, ours, asOurs),
    ],
    'deploy-identity': keepPools(arn, ours, asOurs),
    'deploy-functions': [...keepFunctions(arn), ...keepRoles(arn, props.boundaryArn)],
    'deploy-approvals': [...keepMachine(arn), ...keepSchedules(arn)],
    'deploy-api': keepApi(arn),
    'deploy-monitoring': [...keepAlarms(arn), ...keepLogs(arn)],
  };
}

/** What a plan needs: the reads of a deployment. */
export function planPermissions(props: DeploymentPermissionsProps): Permissions {
  const reads = Object.entries(deploymentPermissions(props)).map(([need, statements]) => [
    need.replace('deploy', 'read'),
    need === 'terraform-state'
      ? stateAccess(names(props), props.stateBucket, ['GetObject'])
      : statements.map(onlyReads).filter((statement) => statement.Action.length > 0),
  ]);
  return Object.fromEntries(reads);
}

function onlyReads(statement: Statement): Statement {
  return { ...statement, Action: [statement.Action].flat().filter((action) => READS.test(action)) };
}

function stateAccess(arn: Names, bucket: string | undefined, actions: readonly string[]): Statement[] {
  if (bucket === undefined) return [];
  return [
    allow(['s3:ListBucket'], [arn.anyBucket(bucket)]),
    // DeleteObject releases Terraform's lock, which is an object beside the state.
    allow(prefixed('s3', actions), [`${arn.anyBucket(bucket)}/${arn.project}/*`]),
  ];
}

function keepTable(arn: Names): Statement[] {
  const actions = [
    ...['CreateTable', 'DescribeTable', 'UpdateTable', 'DeleteTable'],
    ...['DescribeContinuousBackups', 'UpdateContinuousBackups', 'DescribeTimeToLive', 'UpdateTimeToLive'],
    ...['ListTagsOfResource', 'TagResource', 'UntagResource'],
  ];
  return [allow(prefixed('dynamodb', actions), [arn.table])];
}

function keepBucket(arn: Names): Statement[] {
  const settings = [
    ...[
      'BucketPolicy',
      'BucketCORS',
      'BucketVersioning',
      'LifecycleConfiguration',
      'EncryptionConfiguration',
    ],
    ...['BucketPublicAccessBlock', 'BucketOwnershipControls', 'BucketNotification', 'BucketTagging'],
  ];
  const reads = [
    ...[
      'GetBucketAcl',
      'GetBucketLocation',
      'GetBucketLogging',
      'GetBucketRequestPayment',
      'GetBucketWebsite',
    ],
    ...['GetAccelerateConfiguration', 'GetBucketObjectLockConfiguration', 'GetReplicationConfiguration'],
    ...['ListBucket', 'ListTagsForResource'],
  ];
  const changes = ['CreateBucket', 'DeleteBucket', 'DeleteBucketPolicy', 'TagResource', 'UntagResource'];
  const both = settings.flatMap((setting) => [`Get${setting}`, `Put${setting}`]);
  return [allow(prefixed('s3', [...both, ...reads, ...changes]), [arn.bucket])];
}

function keepQueues(arn: Names): Statement[] {
  const actions = [
    ...['CreateQueue', 'DeleteQueue', 'GetQueueAttributes', 'GetQueueUrl', 'SetQueueAttributes'],
    ...['ListQueueTags', 'TagQueue', 'UntagQueue'],
  ];
  return [allow(prefixed('sqs', actions), [arn.queue])];
}

function keepKeys(arn: Names, ours: Condition, asOurs: Condition): Statement[] {
  const onKey = [
    ...['DescribeKey', 'GetKeyPolicy', 'PutKeyPolicy', 'UpdateKeyDescription', 'ScheduleKeyDeletion'],
    ...['EnableKeyRotation', 'DisableKeyRotation', 'GetKeyRotationStatus'],
    ...['ListResourceTags', 'TagResource', 'UntagResource', 'CreateAlias', 'DeleteAlias', 'UpdateAlias'],
    // DynamoDB, S3 and SQS create a grant of the key when a resource is set to use it.
    'CreateGrant',
  ];
  return [
    { ...allow(['kms:CreateKey'], ['*']), Condition: asOurs },
    allow(['kms:ListAliases'], ['*']),
    // A key without tags gets them when it is created; a key with a project's tag cannot be taken over.
    {
      ...allow(['kms:TagResource'], [arn.key]),
      Condition: { ...asOurs, Null: { 'aws:ResourceTag/Project': 'true' } },
    },
    { ...allow(prefixed('kms', onKey), [arn.key]), Condition: ours },
    allow(prefixed('kms', ['CreateAlias', 'DeleteAlias', 'UpdateAlias']), [arn.keyAlias]),
  ];
}

function keepPools(arn: Names, ours: Condition, asOurs: Condition): Statement[] {
  const kinds = ['UserPool', 'UserPoolClient', 'IdentityProvider'].flatMap((kind) => [
    `Describe${kind}`,
    `Update${kind}`,
    `Delete${kind}`,
  ]);
  const actions = [
    ...kinds,
    ...['CreateUserPoolClient', 'CreateIdentityProvider', 'GetUserPoolMfaConfig', 'SetUserPoolMfaConfig'],
    ...['CreateUserPoolDomain', 'UpdateUserPoolDomain', 'DeleteUserPoolDomain'],
    ...['CreateGroup', 'GetGroup', 'UpdateGroup', 'DeleteGroup'],
    ...['TagResource', 'UntagResource'],
  ];
  return [
    { ...allow(['cognito-idp:CreateUserPool'], ['*']), Condition: asOurs },
    allow(['cognito-idp:DescribeUserPoolDomain'], ['*']),
    { ...allow(prefixed('cognito-idp', actions), [arn.userPool]), Condition: ours },
  ];
}

function keepFunctions(arn: Names): Statement[] {
  const onFunction = [
    ...[
      'CreateFunction',
      'GetFunction',
      'UpdateFunctionCode',
      'UpdateFunctionConfiguration',
      'DeleteFunction',
    ],
    ...['GetFunctionConfiguration', 'GetFunctionCodeSigningConfig', 'ListVersionsByFunction'],
    ...['AddPermission', 'RemovePermission', 'GetPolicy', 'ListTags', 'TagResource', 'UntagResource'],
    ...['PutFunctionConcurrency', 'DeleteFunctionConcurrency'],
  ];
  const onMapping = ['GetEventSourceMapping', 'UpdateEventSourceMapping', 'DeleteEventSourceMapping'];
  const forOurs = { ArnLike: { 'lambda:FunctionArn': arn.function } };
  return [
    allow(prefixed('lambda', onFunction), [arn.function]),
    { ...allow(['lambda:CreateEventSourceMapping'], ['*']), Condition: forOurs },
    allow(prefixed('lambda', [...onMapping, 'ListTags', 'TagResource', 'UntagResource']), [
      arn.eventSourceMapping,
    ]),
  ];
}

/**
 * Roles may be created and granted permissions only within the boundary, which this role cannot change, so that a merge
 * to main cannot gain more than the product has (IAM User Guide, «Permissions boundaries», delegating to others).
 */
function keepRoles(arn: Names, boundaryArn: string): Statement[] {
  const bounded = { StringEquals: { 'iam:PermissionsBoundary': boundaryArn } };
  const others = [
    ...[
      'GetRole',
      'GetRolePolicy',
      'ListRolePolicies',
      'ListAttachedRolePolicies',
      'ListInstanceProfilesForRole',
    ],
    ...['DeleteRole', 'DeleteRolePolicy', 'UpdateAssumeRolePolicy', 'UpdateRole', 'TagRole', 'UntagRole'],
  ];
  const services = ['lambda', 'states', 'scheduler'].map((service) => `${service}.amazonaws.com`);
  return [
    {
      ...allow(prefixed('iam', ['CreateRole', 'PutRolePolicy', 'PutRolePermissionsBoundary']), [arn.role]),
      Condition: bounded,
    },
    allow(prefixed('iam', others), [arn.role]),
    {
      ...allow(['iam:PassRole'], [arn.role]),
      Condition: { StringEquals: { 'iam:PassedToService': services } },
    },
  ];
}

function keepMachine(arn: Names): Statement[] {
  const actions = [
    ...['CreateStateMachine', 'DescribeStateMachine', 'UpdateStateMachine', 'DeleteStateMachine'],
    ...['ListStateMachineVersions', 'ListTagsForResource', 'TagResource', 'UntagResource'],
  ];
  return [
    allow(prefixed('states', actions), [arn.stateMachine]),
    allow(['states:ValidateStateMachineDefinition'], ['*']),
  ];
}

function keepSchedules(arn: Names): Statement[] {
  const actions = ['CreateSchedule', 'GetSchedule', 'UpdateSchedule', 'DeleteSchedule'];
  return [allow(prefixed('scheduler', actions), [arn.schedule])];
}

function keepApi(arn: Names): Statement[] {
  // API Gateway's control plane is authorized by HTTP verb, and an API has no name that its ARN could show.
  return [
    allow(prefixed('apigateway', ['POST', 'TagResource']), [arn.apis]),
    allow(prefixed('apigateway', ['GET', 'POST', 'PATCH', 'DELETE', 'TagResource']), [arn.api]),
    allow(prefixed('apigateway', ['POST', 'PUT', 'DELETE']), [arn.apiTags]),
  ];
}

function keepAlarms(arn: Names): Statement[] {
  const onAlarm = ['PutMetricAlarm', 'DeleteAlarms', 'ListTagsForResource', 'TagResource', 'UntagResource'];
  return [
    allow(prefixed('cloudwatch', onAlarm), [arn.alarm]),
    allow(['cloudwatch:DescribeAlarms'], ['*']),
    allow(prefixed('cloudwatch', ['PutDashboard', 'GetDashboard', 'DeleteDashboards']), [arn.dashboard]),
  ];
}

function keepLogs(arn: Names): Statement[] {
  const onGroup = [
    ...['CreateLogGroup', 'DeleteLogGroup', 'PutRetentionPolicy', 'DeleteRetentionPolicy'],
    ...['ListTagsForResource', 'TagResource', 'UntagResource'],
  ];
  const unscoped = Object.keys(UNSCOPED_DEPLOYMENT_ACTIONS).filter((action) => action.startsWith('logs:'));
  return [allow(prefixed('logs', onGroup), arn.logGroups), allow(unscoped, ['*'])];
}

function prefixed(service: string, actions: readonly string[]): string[] {
  return actions.map((action) => `${service}:${action}`);
}
