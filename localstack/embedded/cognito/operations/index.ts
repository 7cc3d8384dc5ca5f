import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import type { OperationDeclaration } from '../../core/operation.ts';
import type { CognitoState } from '../state.ts';
import { adminInitiateAuth } from './auth/admin-initiate-auth.ts';
import { adminRespondToAuthChallenge } from './auth/admin-respond-to-auth-challenge.ts';
import { getTokensFromRefreshToken } from './auth/get-tokens-from-refresh-token.ts';
import { initiateAuth } from './auth/initiate-auth.ts';
import { respondToAuthChallenge } from './auth/respond-to-auth-challenge.ts';
import { revokeToken } from './auth/revoke-token.ts';
import { adminSetUserMFAPreference } from './mfa/admin-set-user-mfa-preference.ts';
import { associateSoftwareToken } from './mfa/associate-software-token.ts';
import { getUserPoolMfaConfig } from './mfa/get-user-pool-mfa-config.ts';
import { setUserMFAPreference } from './mfa/set-user-mfa-preference.ts';
import { setUserPoolMfaConfig } from './mfa/set-user-pool-mfa-config.ts';
import { verifySoftwareToken } from './mfa/verify-software-token.ts';
import { addCustomAttributes } from './pools/add-custom-attributes.ts';
import { adminAddUserToGroup } from './pools/admin-add-user-to-group.ts';
import { adminListGroupsForUser } from './pools/admin-list-groups-for-user.ts';
import { adminRemoveUserFromGroup } from './pools/admin-remove-user-from-group.ts';
import { createGroup } from './pools/create-group.ts';
import { createResourceServer } from './pools/create-resource-server.ts';
import { createUserPool } from './pools/create-user-pool.ts';
import { createUserPoolClient } from './pools/create-user-pool-client.ts';
import { createUserPoolDomain } from './pools/create-user-pool-domain.ts';
import { deleteGroup } from './pools/delete-group.ts';
import { deleteResourceServer } from './pools/delete-resource-server.ts';
import { deleteUserPool } from './pools/delete-user-pool.ts';
import { deleteUserPoolClient } from './pools/delete-user-pool-client.ts';
import { deleteUserPoolDomain } from './pools/delete-user-pool-domain.ts';
import { describeResourceServer } from './pools/describe-resource-server.ts';
import { describeUserPool } from './pools/describe-user-pool.ts';
import { describeUserPoolClient } from './pools/describe-user-pool-client.ts';
import { describeUserPoolDomain } from './pools/describe-user-pool-domain.ts';
import { getGroup } from './pools/get-group.ts';
import { listGroups } from './pools/list-groups.ts';
import { listResourceServers } from './pools/list-resource-servers.ts';
import { listTagsForResource } from './pools/list-tags-for-resource.ts';
import { listUserPoolClients } from './pools/list-user-pool-clients.ts';
import { listUserPools } from './pools/list-user-pools.ts';
import { listUsersInGroup } from './pools/list-users-in-group.ts';
import { tagResource } from './pools/tag-resource.ts';
import { untagResource } from './pools/untag-resource.ts';
import { updateGroup } from './pools/update-group.ts';
import { updateResourceServer } from './pools/update-resource-server.ts';
import { updateUserPool } from './pools/update-user-pool.ts';
import { updateUserPoolClient } from './pools/update-user-pool-client.ts';
import { updateUserPoolDomain } from './pools/update-user-pool-domain.ts';
import { adminLinkProviderForUser } from './providers/admin-link-provider-for-user.ts';
import { createIdentityProvider } from './providers/create-identity-provider.ts';
import { deleteIdentityProvider } from './providers/delete-identity-provider.ts';
import { describeIdentityProvider } from './providers/describe-identity-provider.ts';
import { getIdentityProviderByIdentifier } from './providers/get-identity-provider-by-identifier.ts';
import { listIdentityProviders } from './providers/list-identity-providers.ts';
import { updateIdentityProvider } from './providers/update-identity-provider.ts';
import { adminConfirmSignUp } from './users/admin-confirm-sign-up.ts';
import { adminCreateUser } from './users/admin-create-user.ts';
import { adminDeleteUser } from './users/admin-delete-user.ts';
import { adminDeleteUserAttributes } from './users/admin-delete-user-attributes.ts';
import { adminDisableUser } from './users/admin-disable-user.ts';
import { adminEnableUser } from './users/admin-enable-user.ts';
import { adminGetUser } from './users/admin-get-user.ts';
import { adminResetUserPassword } from './users/admin-reset-user-password.ts';
import { adminSetUserPassword } from './users/admin-set-user-password.ts';
import { adminUpdateUserAttributes } from './users/admin-update-user-attributes.ts';
import { adminUserGlobalSignOut } from './users/admin-user-global-sign-out.ts';
import { changePassword } from './users/change-password.ts';
import { confirmForgotPassword } from './users/confirm-forgot-password.ts';
import { confirmSignUp } from './users/confirm-sign-up.ts';
import { deleteUser } from './users/delete-user.ts';
import { deleteUserAttributes } from './users/delete-user-attributes.ts';
import { forgotPassword } from './users/forgot-password.ts';
import { getUser } from './users/get-user.ts';
import { getUserAttributeVerificationCode } from './users/get-user-attribute-verification-code.ts';
import { globalSignOut } from './users/global-sign-out.ts';
import { listUsers } from './users/list-users.ts';
import { resendConfirmationCode } from './users/resend-confirmation-code.ts';
import { signUp } from './users/sign-up.ts';
import { updateUserAttributes } from './users/update-user-attributes.ts';
import { verifyUserAttribute } from './users/verify-user-attribute.ts';

/** The names of Cognito's operations, from the SDK's own client. */
type OperationName = Capitalize<Extract<keyof CognitoIdentityProvider, string>>;

/** The operations of user pools. */
export const declarations: readonly OperationDeclaration<CognitoState, OperationName>[] = [
  createUserPool,
  describeUserPool,
  updateUserPool,
  deleteUserPool,
  listUserPools,
  addCustomAttributes,
  createUserPoolClient,
  describeUserPoolClient,
  updateUserPoolClient,
  deleteUserPoolClient,
  listUserPoolClients,
  createGroup,
  getGroup,
  updateGroup,
  deleteGroup,
  listGroups,
  adminAddUserToGroup,
  adminRemoveUserFromGroup,
  adminListGroupsForUser,
  listUsersInGroup,
  createUserPoolDomain,
  describeUserPoolDomain,
  updateUserPoolDomain,
  deleteUserPoolDomain,
  createResourceServer,
  describeResourceServer,
  updateResourceServer,
  deleteResourceServer,
  listResourceServers,
  createIdentityProvider,
  describeIdentityProvider,
  updateIdentityProvider,
  deleteIdentityProvider,
  listIdentityProviders,
  getIdentityProviderByIdentifier,
  adminLinkProviderForUser,
  tagResource,
  untagResource,
  listTagsForResource,
  signUp,
  confirmSignUp,
  adminConfirmSignUp,
  resendConfirmationCode,
  adminCreateUser,
  adminGetUser,
  adminSetUserPassword,
  adminResetUserPassword,
  adminDeleteUser,
  adminDisableUser,
  adminEnableUser,
  adminUserGlobalSignOut,
  adminUpdateUserAttributes,
  adminDeleteUserAttributes,
  updateUserAttributes,
  deleteUserAttributes,
  getUserAttributeVerificationCode,
  verifyUserAttribute,
  listUsers,
  forgotPassword,
  confirmForgotPassword,
  changePassword,
  getUser,
  deleteUser,
  globalSignOut,
  initiateAuth,
  adminInitiateAuth,
  respondToAuthChallenge,
  adminRespondToAuthChallenge,
  getTokensFromRefreshToken,
  revokeToken,
  associateSoftwareToken,
  verifySoftwareToken,
  setUserMFAPreference,
  adminSetUserMFAPreference,
  setUserPoolMfaConfig,
  getUserPoolMfaConfig,
];
