import type { Call } from '../../core/service.ts';
import type { CodeSource } from '../code/package.ts';
import { conflict, invalidParameter, unsupported, validationFailed } from '../errors.ts';
import { parseReference } from '../functions.ts';
import type { FunctionConfiguration } from '../model.ts';
import { type LambdaRoom, lastModified } from '../room.ts';
import {
  type ConfigurationInput,
  configurationMembers,
  loggingConfig,
  validateConfiguration,
} from './configuration.ts';
import { requireAssumable } from './execution-role.ts';
import { publish } from './versions.ts';

interface Input extends ConfigurationInput {
  readonly Role: string;
  readonly Code: CodeSource;
  readonly PackageType?: string;
  readonly Publish?: boolean;
  readonly Architectures?: readonly string[];
  readonly Tags?: Record<string, string>;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export function createFunction(room: LambdaRoom) {
  return async (input: Input, { principal }: Call): Promise<FunctionConfiguration> => {
    const { name } = parseReference(input.FunctionName);
    validate(room, name, input);
    requireAssumable(room, input.Role);
    const code = await room.packages.add(input.Code, 'CreateFunction', principal);
    if (room.functions.records.has(name)) throw exists(name);
    const configuration = describe(room, { ...input, FunctionName: name }, code);
    room.functions.records.set(name, {
      configuration,
      versions: [],
      lastVersion: 0,
      aliases: [],
      tags: input.Tags ?? {},
      policy: [],
      policyRevision: room.context.random.uuid(),
    });
    room.invocations.created(configuration);
    return input.Publish ? publish(room, room.functions.get(name), {}) : configuration;
  };
}

function validate(room: LambdaRoom, name: string, input: Input): void {
  if (!/^[a-zA-Z0-9_-]{1,64}$/.test(name)) {
    throw validationFailed(
      `Value '${input.FunctionName}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9-_]+`,
    );
  }
  if (room.functions.records.has(name)) throw exists(name);
  if (input.PackageType !== undefined && input.PackageType !== 'Zip') {
    throw unsupported('CreateFunction', `PackageType ${input.PackageType}`);
  }
  if (!input.Role)
    throw validationFailed("Value null at 'role' failed to satisfy constraint: Member must not be null");
  if (!input.Runtime || !input.Handler) {
    throw invalidParameter(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    );
  }
  validateConfiguration('CreateFunction', input);
  const architecture = input.Architectures?.find((value) => value !== 'arm64' && value !== 'x86_64');
  if (architecture !== undefined || (input.Architectures?.length ?? 1) !== 1) {
    throw invalidParameter(
      `Value '[${input.Architectures?.join(', ')}]' at 'architectures' is not supported.`,
    );
  }
}

function exists(name: string) {
  return conflict(`Function already exist: ${name}`);
}

function describe(
  room: LambdaRoom,
  input: Input,
  { sha256, size }: { readonly sha256: string; readonly size: number },
): FunctionConfiguration {
  const name = input.FunctionName;
  return {
    FunctionName: name,
    FunctionArn: room.functions.arn(name),
    Runtime: '',
    Role: input.Role,
    Handler: '',
    Description: '',
    Timeout: 3,
    MemorySize: 128,
    TracingConfig: { Mode: 'PassThrough' },
    EphemeralStorage: { Size: 512 },
    LoggingConfig: loggingConfig(name),
    ...configurationMembers(input),
    CodeSize: size,
    CodeSha256: sha256,
    LastModified: lastModified(room),
    Version: '$LATEST',
    RevisionId: room.context.random.uuid(),
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: input.Architectures ?? ['x86_64'],
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    RuntimeVersionConfig: {
      RuntimeVersionArn: `arn:aws:lambda:${room.context.region}::runtime:${input.Runtime}`,
    },
  };
}
