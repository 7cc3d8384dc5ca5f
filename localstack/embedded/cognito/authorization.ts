import { type AuthorizationTable, type NeedsOf, nothing, textOf } from '../core/authorization.ts';

const onPool =
  (action: string): NeedsOf =>
  ({ UserPoolId }, { region, accountId }) => [
    {
      action: `cognito-idp:${action}`,
      resource: `arn:aws:cognito-idp:${region}:${accountId}:userpool/${textOf(UserPoolId)}`,
    },
  ];

const onArn =
  (action: string): NeedsOf =>
  ({ ResourceArn }) => [{ action: `cognito-idp:${action}`, resource: textOf(ResourceArn) }];

const onAll =
  (action: string): NeedsOf =>
  () => [{ action: `cognito-idp:${action}`, resource: '*' }];

const POOL_ACTIONS = [
  'AddCustomAttributes',
  'AdminAddUserToGroup',
  'AdminConfirmSignUp',
  'AdminCreateUser',
  'AdminDeleteUser',
  'AdminDeleteUserAttributes',
  'AdminDisableUser',
  'AdminEnableUser',
  'AdminGetUser',
  'AdminInitiateAuth',
  'AdminListGroupsForUser',
  'AdminRemoveUserFromGroup',
  'AdminResetUserPassword',
  'AdminRespondToAuthChallenge',
  'AdminSetUserMFAPreference',
  'AdminSetUserPassword',
  'AdminUpdateUserAttributes',
  'AdminUserGlobalSignOut',
  'CreateGroup',
  'CreateResourceServer',
  'CreateUserPoolClient',
  'CreateUserPoolDomain',
  'DeleteGroup',
  'DeleteResourceServer',
  'DeleteUserPool',
  'DeleteUserPoolClient',
  'DeleteUserPoolDomain',
  'DescribeResourceServer',
  'DescribeUserPool',
  'DescribeUserPoolClient',
  'GetGroup',
  'GetUserPoolMfaConfig',
  'ListGroups',
  'ListResourceServers',
  'ListUserPoolClients',
  'ListUsers',
  'ListUsersInGroup',
  'SetUserPoolMfaConfig',
  'UpdateGroup',
  'UpdateResourceServer',
  'UpdateUserPool',
  'UpdateUserPoolClient',
  'UpdateUserPoolDomain',
];

/** Operations that users call with nothing but a client id or their token: they need no permission of AWS's. */
export const UNSIGNED = [
  'AssociateSoftwareToken',
  'ChangePassword',
  'ConfirmForgotPassword',
  'ConfirmSignUp',
  'DeleteUser',
  'DeleteUserAttributes',
  'ForgotPassword',
  'GetTokensFromRefreshToken',
  'GetUser',
  'GetUserAttributeVerificationCode',
  'GlobalSignOut',
  'InitiateAuth',
  'ResendConfirmationCode',
  'RespondToAuthChallenge',
  'RevokeToken',
  'SetUserMFAPreference',
  'SignUp',
  'UpdateUserAttributes',
  'VerifySoftwareToken',
  'VerifyUserAttribute',
] as const;

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html */
export const authorization: AuthorizationTable = {
  ...Object.fromEntries(POOL_ACTIONS.map((action) => [action, onPool(action)])),
  ...Object.fromEntries(UNSIGNED.map((operation) => [operation, nothing])),
  CreateUserPool: onAll('CreateUserPool'),
  ListUserPools: onAll('ListUserPools'),
  DescribeUserPoolDomain: onAll('DescribeUserPoolDomain'),
  TagResource: onArn('TagResource'),
  UntagResource: onArn('UntagResource'),
  ListTagsForResource: onArn('ListTagsForResource'),
};
