import { invalidParameter, unsupported, validationFailed } from '../errors.ts';
import { RESERVED_VARIABLES } from '../execution/environment-variables.ts';
import type { FunctionConfiguration } from '../model.ts';

/** The members that CreateFunction and UpdateFunctionConfiguration have in common. */
export interface ConfigurationInput extends Partial<Record<(typeof UNSUPPORTED)[number], unknown>> {
  readonly FunctionName: string;
  readonly Runtime?: string;
  readonly Role?: string;
  readonly Handler?: string;
  readonly Description?: string;
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly Environment?: { readonly Variables?: Record<string, string> };
  readonly TracingConfig?: { readonly Mode?: string };
  readonly VpcConfig?: object;
  readonly DeadLetterConfig?: { readonly TargetArn?: string };
  readonly KMSKeyArn?: string;
  readonly EphemeralStorage?: { readonly Size: number };
  readonly SnapStart?: { readonly ApplyOn?: string };
  readonly LoggingConfig?: {
    readonly LogFormat?: string;
    readonly LogGroup?: string;
    readonly ApplicationLogLevel?: string;
    readonly SystemLogLevel?: string;
  };
  readonly RevisionId?: string;
}

const MAX_ENVIRONMENT = 4096;

/** Members that say something we could not keep. An empty list or object says nothing, and Terraform sends them. */
const UNSUPPORTED = [
  'Layers',
  'FileSystemConfigs',
  'ImageConfig',
  'CodeSigningConfigArn',
  'TenancyConfig',
  'CapacityProviderConfig',
  'DurableConfig',
  'PublishTo',
] as const;

/** @throws what AWS answers to a configuration that it refuses; NotImplemented for what only AWS can run. */
export function validateConfiguration(operation: string, input: ConfigurationInput): void {
  for (const member of UNSUPPORTED) {
    const value = input[member];
    if (value !== undefined && value !== null && Object.keys(value).length > 0)
      throw unsupported(operation, member);
  }
  if (input.Runtime !== undefined && !/^nodejs\d+\.x$/.test(input.Runtime)) {
    throw invalidParameter(
      `Value ${input.Runtime} at 'runtime' is not run by the embedded AWS, which has Node.js only (nodejs24.x).`,
    );
  }
  range('timeout', input.Timeout, 1, 900);
  range('memorySize', input.MemorySize, 128, 10_240);
  range('ephemeralStorage.size', input.EphemeralStorage?.Size, 512, 10_240);
  if (input.Role !== undefined && !/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(input.Role)) {
    throw pattern('role', input.Role, 'arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+');
  }
  if (input.Handler !== undefined && /\s/.test(input.Handler))
    throw pattern('handler', input.Handler, '[^\\s]+');
  if (input.SnapStart?.ApplyOn && input.SnapStart.ApplyOn !== 'None')
    throw unsupported(operation, 'SnapStart');
  validateVariables(input.Environment?.Variables ?? {});
}

function validateVariables(variables: Record<string, string>): void {
  const reserved = Object.keys(variables).filter((name) => RESERVED_VARIABLES.has(name));
  if (reserved.length > 0) {
    throw invalidParameter(
      'Lambda was unable to configure your environment variables because the environment variables you have ' +
        `provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  const size = JSON.stringify(variables).length;
  if (size > MAX_ENVIRONMENT) {
    throw invalidParameter(
      'Lambda was unable to configure your environment variables because the environment variables you have ' +
        'provided exceeded the 4KB limit. String measured: ' +
        JSON.stringify(variables),
    );
  }
}

function range(member: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  const bound = value > most ? `less than or equal to ${most}` : `greater than or equal to ${least}`;
  throw validationFailed(
    `Value '${value}' at '${member}' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

function pattern(member: string, value: string, expression: string) {
  return validationFailed(
    `Value '${value}' at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${expression}`,
  );
}

/** The members of a configuration that an input sets. */
export function configurationMembers(input: ConfigurationInput): Partial<FunctionConfiguration> {
  const { Runtime, Role, Handler, Description, Timeout, MemorySize, VpcConfig, KMSKeyArn } = input;
  const { DeadLetterConfig, EphemeralStorage, TracingConfig, Environment, LoggingConfig } = input;
  return Object.fromEntries(
    Object.entries({
      Runtime,
      Role,
      Handler,
      Description,
      Timeout,
      MemorySize,
      VpcConfig,
      KMSKeyArn,
      DeadLetterConfig: DeadLetterConfig?.TargetArn ? DeadLetterConfig : undefined,
      EphemeralStorage,
      TracingConfig: TracingConfig?.Mode ? { Mode: TracingConfig.Mode } : undefined,
      Environment: Environment ? { Variables: Environment.Variables ?? {} } : undefined,
      LoggingConfig: LoggingConfig ? loggingConfig(input.FunctionName, LoggingConfig) : undefined,
    }).filter(([, value]) => value !== undefined),
  );
}

/** Levels exist for the JSON format only, where they default to INFO. */
export function loggingConfig(
  functionName: string,
  {
    LogFormat,
    LogGroup,
    ApplicationLogLevel,
    SystemLogLevel,
  }: NonNullable<ConfigurationInput['LoggingConfig']> = {},
): FunctionConfiguration['LoggingConfig'] {
  const common = { LogGroup: LogGroup || `/aws/lambda/${functionName}` };
  if (LogFormat !== 'JSON') return { ...common, LogFormat: 'Text' };
  return {
    ...common,
    LogFormat,
    ApplicationLogLevel: ApplicationLogLevel ?? 'INFO',
    SystemLogLevel: SystemLogLevel ?? 'INFO',
  };
}
