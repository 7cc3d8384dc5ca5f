import type { GetUserPoolMfaConfigRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { poolMfaConfig } from '../../mfa/pool-mfa-config.ts';
import type { CognitoState } from '../../state.ts';

/** GetUserPoolMfaConfig. */
export const getUserPoolMfaConfig = defineOperation({
  name: 'GetUserPoolMfaConfig',
  authorization: onPool('GetUserPoolMfaConfig'),
  run: ({ store }: CognitoState, { UserPoolId }: GetUserPoolMfaConfigRequest) =>
    poolMfaConfig(store.pool(UserPoolId)),
});
