import type { UserPool } from '../model.ts';

/** Which second factors a pool offers or requires, as SetUserPoolMfaConfig and GetUserPoolMfaConfig show it. */
export function poolMfaConfig(pool: UserPool) {
  const { SmsConfiguration, SmsAuthenticationMessage } = pool.settings;
  return {
    MfaConfiguration: pool.settings.MfaConfiguration,
    SoftwareTokenMfaConfiguration: pool.softwareTokenMfa,
    ...(SmsConfiguration ? { SmsMfaConfiguration: { SmsConfiguration, SmsAuthenticationMessage } } : {}),
  };
}
