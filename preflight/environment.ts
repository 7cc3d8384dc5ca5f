import { SETTING_NAMES } from '../cdktf/setting-names.ts';
import { misspelt } from './misspelt.ts';

/** Environment variables that somebody sets to change what a command does. */
export const SETTINGS = [
  ...SETTING_NAMES,
  // Where the definition and the outputs of a deployment are written.
  'CDKTF_OUTDIR',
  'OUTPUTS_FOLDER',
  // Load runs.
  'LOAD_ADMIN_EMAIL',
  'LOAD_ADMIN_PASSWORD',
  'LOAD_TARGET_NAME',
  'LOAD_THRESHOLDS',
  'K6_BIN',
  'CHROMIUM_BIN',
  // Containers, and where the integration tests run.
  'LOCALSTACK_IMAGE',
  'LOCALSTACK_AUTH_TOKEN',
  'BACKEND_ENDPOINT',
  'BESIDE_ENDPOINT',
  'CONTAINERS_SUITES',
  'CONFORMANCE_ON_AWS',
  'VIRTUAL_CLOCK',
  // The SDK's own, where the documents ask for them.
  'AWS_ENDPOINT_URL',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_PROFILE',
] as const;

/**
 * Variables that commands read as well, with names that another program may use in a form of its own: nothing is taken for
 * one of these.
 */
export const COMMON_NAMES = [
  'API_URL',
  'USER_POOL_ID',
  'USER_POOL_CLIENT_ID',
  'TABLE_NAME',
  'STATE_MACHINE_ARN',
  'SIGN_IN_URL',
  'WEB_CLIENT_ID',
  'BUCKET_NAME',
  'BACKEND',
  'BACKEND_ACCOUNT',
  'BACKEND_ROLE',
  'SCENARIO',
  'WORKLOAD',
] as const;

/** A sentence for each variable that was probably meant to be one of the settings, and is none. */
export function misspeltSettings(environment: Readonly<Record<string, string | undefined>>): string[] {
  const known: readonly string[] = COMMON_NAMES;
  const others = Object.entries(environment).filter(([name]) => !known.includes(name));
  return misspelt(Object.fromEntries(others), SETTINGS);
}
