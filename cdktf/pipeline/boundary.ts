import { type NamesProps, names } from '../arns.ts';
import { allow, type Statement, UNSCOPED_ACTIONS } from '../constructs/statements.ts';

/**
 * The permissions boundary of the product's roles: what the pipeline grants beyond it has no effect. It is written by
 * hand, and wider than the roles only in resources, so that a new kind of permission needs a new deployment of the
 * pipeline by an administrator. A test compares the roles' policies with it.
 */
export function boundary(props: NamesProps): Statement[] {
  const arn = names(props);
  const viaOurServices = ['dynamodb', 's3', 'sqs'].map(
    (service) => `${service}.${props.region}.amazonaws.com`,
  );
  return [
    allow(
      [
        'dynamodb:ConditionCheckItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
        'dynamodb:Query',
      ],
      [arn.table, `${arn.table}/index/*`],
    ),
    allow(
      [
        's3:GetObject',
        's3:GetObjectVersion',
        's3:PutObject',
        's3:PutObjectTagging',
        's3:PutObjectVersionTagging',
        's3:DeleteObject',
        's3:DeleteObjectVersion',
        's3:ListBucket',
      ],
      [arn.bucket, `${arn.bucket}/*`],
    ),
    allow(
      ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      [arn.queue],
    ),
    {
      ...allow(['kms:Decrypt', 'kms:GenerateDataKey'], [arn.key]),
      Condition: { StringEquals: { 'kms:ViaService': viaOurServices } },
    },
    allow(
      [
        'cognito-idp:AdminAddUserToGroup',
        'cognito-idp:AdminDisableUser',
        'cognito-idp:AdminEnableUser',
        'cognito-idp:AdminGetUser',
        'cognito-idp:AdminListGroupsForUser',
        'cognito-idp:AdminRemoveUserFromGroup',
        'cognito-idp:AdminUserGlobalSignOut',
      ],
      [arn.userPool],
    ),
    allow(
      ['states:StartExecution', 'states:SendTaskSuccess', 'states:StopExecution', 'states:DescribeExecution'],
      [arn.stateMachine, arn.execution],
    ),
    allow(['lambda:InvokeFunction'], [arn.function]),
    allow(
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      arn.logGroups.map((group) => `${group}:*`),
    ),
    allow(Object.keys(UNSCOPED_ACTIONS), ['*']),
  ];
}
