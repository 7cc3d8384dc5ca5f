/**
 * What `localstack/provision` asks for and Terraform does not, with what it finds by it: Terraform has a state, and finds
 * by ids what it has made. The role is granted it in the test alone. What is not used may not stand here.
 */
export const FOUND_BY_NAME = [
  { action: 'kms:ListKeys', resource: '*', finds: 'a key, by its description' },
  { action: 'cognito-idp:ListUserPools', resource: '*', finds: 'a pool, by its name' },
  { action: 'cognito-idp:ListUserPoolClients', resource: '*', finds: 'a client, by its name' },
  { action: 'lambda:ListEventSourceMappings', resource: '*', finds: 'a mapping, by its queue and function' },
  { action: 'apigateway:GET', resource: 'arn:aws:apigateway:us-east-1::/apis', finds: 'an API, by its name' },
] as const;

const UNTAGGED = 'a tag that is taken out of the stacks is taken away';
const TAGGED = 'a tag that is added to the stacks is added';
const LOG_DELIVERY = 'API Gateway asks it of whoever sets up an access log; the embedded one does not';
const API_TAGS =
  "an API's tags are a resource of their own; the embedded API Gateway asks for them at a change alone";
const COMPANY = "the company's own identity provider is a setting, which is not set here";
const IN_PLACE = 'the provider changes it in place; nothing that a setting changes leads there';

/**
 * What the role that deploys is granted and is not used here, neither by making, changing, reading nor deleting the
 * stacks, with the reason why it is needed all the same; one reason for all resources of an action on which it is not
 * used. What is used on all of them after all, or not granted, may not stand here.
 */
export const NOT_DEPLOYED_WITH: Readonly<Record<string, string>> = {
  'apigateway:DELETE': API_TAGS,
  'apigateway:POST': API_TAGS,
  'apigateway:PUT': API_TAGS,
  'apigateway:TagResource': API_TAGS,
  'cloudwatch:UntagResource': UNTAGGED,
  'cognito-idp:TagResource': TAGGED,
  'cognito-idp:UntagResource': UNTAGGED,
  'cognito-idp:UpdateGroup': IN_PLACE,
  'cognito-idp:UpdateUserPool': IN_PLACE,
  'cognito-idp:UpdateUserPoolClient': IN_PLACE,
  'cognito-idp:UpdateUserPoolDomain': IN_PLACE,
  'cognito-idp:CreateIdentityProvider': COMPANY,
  'cognito-idp:DescribeIdentityProvider': COMPANY,
  'cognito-idp:UpdateIdentityProvider': COMPANY,
  'cognito-idp:DeleteIdentityProvider': COMPANY,
  'dynamodb:UntagResource': UNTAGGED,
  'dynamodb:UpdateTable':
    'protection, class and indexes are changed in place; PROTECT_DATA=no before a deletion',
  'iam:PutRolePermissionsBoundary': 'roles that were made before the pipeline get the boundary',
  'iam:UntagRole': UNTAGGED,
  'iam:UpdateAssumeRolePolicy': IN_PLACE,
  'iam:UpdateRole': IN_PLACE,
  'kms:CreateGrant':
    'DynamoDB takes a grant of the key in the name of whoever makes the table; there are none here',
  'kms:DisableKeyRotation': IN_PLACE,
  'kms:PutKeyPolicy': IN_PLACE,
  'kms:UntagResource': UNTAGGED,
  'kms:UpdateAlias': IN_PLACE,
  'kms:UpdateKeyDescription': IN_PLACE,
  'lambda:GetFunctionConfiguration': 'the provider waits by it until a change has taken effect',
  'lambda:TagResource': 'a mapping is made with tags; the embedded Lambda does not ask for it',
  'lambda:UntagResource': UNTAGGED,
  'lambda:UpdateEventSourceMapping': IN_PLACE,
  'lambda:UpdateFunctionCode': 'the next commit has other code',
  'logs:CreateLogDelivery': LOG_DELIVERY,
  'logs:DeleteLogDelivery': LOG_DELIVERY,
  'logs:DeleteRetentionPolicy': IN_PLACE,
  'logs:DescribeResourcePolicies': LOG_DELIVERY,
  'logs:GetLogDelivery': LOG_DELIVERY,
  'logs:ListLogDeliveries': LOG_DELIVERY,
  'logs:PutResourcePolicy': LOG_DELIVERY,
  'logs:UntagResource': UNTAGGED,
  'logs:UpdateLogDelivery': LOG_DELIVERY,
  's3:GetBucketLocation': "the provider's releases before HeadBucket's region ask for it",
  's3:TagResource': TAGGED,
  's3:UntagResource': UNTAGGED,
  'scheduler:UpdateSchedule': IN_PLACE,
  'sqs:UntagQueue': UNTAGGED,
  'states:UntagResource': UNTAGGED,
  'states:UpdateStateMachine': 'the next commit has another workflow',
};
