import { type AuthorizationTable, nothing, textOf } from '../core/authorization.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html */
export const authorization: AuthorizationTable = {
  AssumeRole: ({ RoleArn, RoleSessionName, ExternalId }) => [
    {
      action: 'sts:AssumeRole',
      resource: textOf(RoleArn),
      conditions: {
        'sts:rolesessionname': textOf(RoleSessionName) || undefined,
        'sts:externalid': textOf(ExternalId) || undefined,
      },
    },
  ],
  // AWS: «No permissions are required to perform this operation».
  GetCallerIdentity: nothing,
};
