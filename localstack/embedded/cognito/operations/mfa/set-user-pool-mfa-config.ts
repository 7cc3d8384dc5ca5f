import type { SetUserPoolMfaConfigRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { unsupported } from '../../errors.ts';
import { poolMfaConfig } from '../../mfa/pool-mfa-config.ts';
import type { UserPool } from '../../model.ts';
import type { CognitoState } from '../../state.ts';

/** SetUserPoolMfaConfig. */
export const setUserPoolMfaConfig = defineOperation({
  name: 'SetUserPoolMfaConfig',
  authorization: onPool('SetUserPoolMfaConfig'),
  run({ context, store }: CognitoState, input: SetUserPoolMfaConfigRequest) {
    const pool = store.pool(input.UserPoolId);
    for (const member of ['EmailMfaConfiguration', 'WebAuthnConfiguration'] as const) {
      if (input[member]) throw unsupported(`SetUserPoolMfaConfig with ${member}`);
    }
    const MfaConfiguration = input.MfaConfiguration ?? 'OFF';
    const { softwareTokenMfa: _, ...rest } = pool;
    const SmsConfiguration = input.SmsMfaConfiguration?.SmsConfiguration ?? pool.settings.SmsConfiguration;
    const changed: UserPool = {
      ...rest,
      updatedAt: context.clock.now(),
      settings: { ...pool.settings, MfaConfiguration, SmsConfiguration },
      ...(input.SoftwareTokenMfaConfiguration
        ? { softwareTokenMfa: input.SoftwareTokenMfaConfiguration }
        : {}),
    };
    store.pools.set(pool.id, changed);
    return poolMfaConfig(changed);
  },
});
