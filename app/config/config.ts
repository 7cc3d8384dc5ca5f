import { type EnvName, envNames, type FunctionName } from '../contract/env-names.ts';

/** The settings that every function has. */
export interface CommonConfig {
  readonly stage: string;
}

/** The settings of each Lambda function, grouped by what they are about. */
export interface Config {
  readonly http: CommonConfig & {
    readonly table: string;
    readonly receipts: { readonly bucket: string; readonly queueUrl: string };
    readonly identity: { readonly userPoolId: string };
    readonly approvals: { readonly stateMachineArn: string };
  };
  readonly 'receipt-processor': CommonConfig & {
    readonly table: string;
    readonly receipts: { readonly bucket: string };
  };
  readonly 'sign-up': CommonConfig & { readonly table: string };
  /** `signUpDomains`: in lower case, and ASCII as DNS has them. */
  readonly 'pre-sign-up': CommonConfig & { readonly signUpDomains: readonly string[] };
  readonly reconciler: CommonConfig & {
    readonly table: string;
    readonly receipts: { readonly bucket: string };
    readonly approvals: { readonly stateMachineArn: string };
  };
}

type Environment = Readonly<Record<string, string | undefined>>;
type Read = (name: EnvName) => string;

const readers: { readonly [Name in FunctionName]: (read: Read) => Config[Name] } = {
  http: (read) => ({
    stage: read('STAGE'),
    table: read('EXPENSES_TABLE'),
    receipts: { bucket: read('RECEIPTS_BUCKET'), queueUrl: read('RECEIPT_QUEUE_URL') },
    identity: { userPoolId: read('USER_POOL_ID') },
    approvals: { stateMachineArn: read('APPROVAL_STATE_MACHINE_ARN') },
  }),
  'receipt-processor': (read) => ({
    stage: read('STAGE'),
    table: read('EXPENSES_TABLE'),
    receipts: { bucket: read('RECEIPTS_BUCKET') },
  }),
  'sign-up': (read) => ({ stage: read('STAGE'), table: read('EXPENSES_TABLE') }),
  'pre-sign-up': (read) => ({
    stage: read('STAGE'),
    signUpDomains: read('SIGN_UP_DOMAINS').split(','),
  }),
  reconciler: (read) => ({
    stage: read('STAGE'),
    table: read('EXPENSES_TABLE'),
    receipts: { bucket: read('RECEIPTS_BUCKET') },
    approvals: { stateMachineArn: read('APPROVAL_STATE_MACHINE_ARN') },
  }),
};

/**
 * The settings of the function `name` from its environment variables. Throws one error that names every variable that is
 * missing or empty.
 */
export function loadConfig<Name extends FunctionName>(name: Name, env: Environment): Config[Name] {
  const missing = envNames[name].filter((variable) => !env[variable]);
  if (missing.length > 0) {
    throw new Error(`The function ${name} needs the environment variables ${missing.join(', ')}`);
  }
  return deepFreeze(readers[name]((variable) => env[variable] ?? ''));
}

function deepFreeze<T extends object>(value: T): T {
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && member !== null) deepFreeze(member);
  }
  return Object.freeze(value);
}
