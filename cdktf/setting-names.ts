/**
 * The environment variables that change what is synthesized. They stand apart from their schema, so that finding
 * out that nothing has changed loads no library.
 */
export const SETTING_NAMES = [
  'STAGE',
  'AWS_REGION',
  'LOG_LEVEL',
  'LOG_RETENTION_DAYS',
  'CORS_ORIGINS',
  'API_RATE_LIMIT',
  'API_BURST_LIMIT',
  'HTTP_MEMORY_MB',
  'HTTP_RESERVED_CONCURRENCY',
  'SIGN_UP',
  'SIGN_UP_DOMAINS',
  'SIGN_IN_DOMAIN',
  'WEB_CALLBACK_URLS',
  'WEB_LOGOUT_URLS',
  'COMPANY_OIDC_ISSUER',
  'COMPANY_OIDC_CLIENT_ID',
  'ALARM_TOPIC_ARN',
  'PROTECT_DATA',
  'PROVIDER_ENDPOINT',
  'TF_STATE_BUCKET',
  'TF_STATE_REGION',
  'PERMISSIONS_BOUNDARY_ARN',
  'PIPELINE_REPOSITORY',
  'PIPELINE_OIDC_PROVIDER_ARN',
] as const;

export type SettingName = (typeof SETTING_NAMES)[number];
