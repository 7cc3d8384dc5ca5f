import type { Credentials } from '../../core/context.ts';
import type { FunctionConfiguration } from '../model.ts';

/** Where an environment runs. */
export interface Surroundings {
  readonly region: string;
  readonly endpoint: string;
  /** Variables of every function, unless it has them itself. */
  readonly environment: Readonly<Record<string, string>>;
  readonly taskRoot: string;
  readonly logStream: string;
  readonly credentials: Credentials;
  /** Where a traced function sends its segments. */
  readonly traceDaemon?: string;
}

/**
 * The variables that Lambda defines (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html),
 * with the function's own. `AWS_ENDPOINT_URL` is what makes the SDKs talk to the embedded AWS; a function may
 * override it, but none of the reserved ones.
 */
export function environmentVariables(
  configuration: FunctionConfiguration,
  { region, endpoint, environment, taskRoot, logStream, credentials, traceDaemon }: Surroundings,
): Record<string, string> {
  return {
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
    AWS_ENDPOINT_URL: endpoint,
    AWS_NODEJS_CONNECTION_REUSE_ENABLED: '1',
    ...environment,
    ...configuration.Environment?.Variables,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${configuration.Runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: configuration.FunctionName,
    AWS_LAMBDA_FUNCTION_VERSION: configuration.Version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.MemorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: configuration.LoggingConfig.LogGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_LAMBDA_LOG_FORMAT: configuration.LoggingConfig.LogFormat,
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    ...(traceDaemon === undefined ? {} : { AWS_XRAY_DAEMON_ADDRESS: traceDaemon }),
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken ?? '',
    LAMBDA_TASK_ROOT: taskRoot,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    _HANDLER: configuration.Handler,
  };
}

/** Names that CreateFunction refuses in `Environment`, because Lambda sets them. */
export const RESERVED_VARIABLES: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);
