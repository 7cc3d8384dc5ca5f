import { type NeedsOf, textOf } from '../core/authorization.ts';

// The permissions of https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html.
// What users call with nothing but a client's id or their token needs none, and no signature.

/** The permission `action` on the pool that `UserPoolId` names. */
export const onPool =
  (action: string): NeedsOf =>
  ({ UserPoolId }, { region, accountId }) => [
    {
      action: `cognito-idp:${action}`,
      resource: `arn:aws:cognito-idp:${region}:${accountId}:userpool/${textOf(UserPoolId)}`,
    },
  ];

/** The permission `action` on the resource whose tags are meant. */
export const onTagged =
  (action: string): NeedsOf =>
  ({ ResourceArn }) => [{ action: `cognito-idp:${action}`, resource: textOf(ResourceArn) }];

/** The permission `action` on all pools. */
export const onAll =
  (action: string): NeedsOf =>
  () => [{ action: `cognito-idp:${action}`, resource: '*' }];
