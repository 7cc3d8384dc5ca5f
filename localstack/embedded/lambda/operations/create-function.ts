import { passRole } from '../../core/authorization.ts';
import { defineOperation } from '../../core/operation.ts';
import type { Call } from '../../core/service.ts';
import { LAMBDA, onFunction } from '../authorization.ts';
import type { CodeSource, Package } from '../code/package.ts';
import { conflict, invalidParameter, unsupported, validationFailed } from '../errors.ts';
import { lastModified } from '../functions/changes.ts';
import {
  type ConfigurationInput,
  configurationMembers,
  loggingConfig,
  validateConfiguration,
} from '../functions/configuration.ts';
import { requireAssumable } from '../functions/execution-role.ts';
import { parseReference } from '../functions/store.ts';
import { publish } from '../functions/versions.ts';
import type { FunctionConfiguration } from '../model.ts';
import type { LambdaState } from '../state.ts';

interface CreateFunctionInput extends ConfigurationInput {
  readonly Role: string;
  readonly Code: CodeSource;
  readonly PackageType?: string;
  readonly Publish?: boolean;
  readonly Architectures?: readonly string[];
  readonly Tags?: Readonly<Record<string, string>>;
}

/** CreateFunction: a function from a zip; the version `1` too where it is published at once. */
export const createFunction = defineOperation({
  name: 'CreateFunction',
  authorization: (input, place) => [
    ...onFunction('CreateFunction')(input, place),
    ...passRole(input.Role, LAMBDA),
    ...(Object.keys(Object(input.Tags)).length > 0 ? onFunction('TagResource')(input, place) : []),
  ],
  http: { method: 'POST', path: '/2015-03-31/functions', status: 201 },
  async run(
    state: LambdaState,
    input: CreateFunctionInput,
    { principal }: Call,
  ): Promise<FunctionConfiguration> {
    const { context, functions, invocations, packages } = state;
    const { name } = parseReference(input.FunctionName);
    validate(state, name, input);
    requireAssumable(state, input.Role);
    const code = await packages.add(input.Code, 'CreateFunction', principal);
    // Another request may have made it while the code was fetched.
    if (functions.records.has(name)) throw exists(name);
    const configuration = describe(state, { ...input, FunctionName: name }, code);
    functions.records.set(name, {
      configuration,
      versions: [],
      lastVersion: 0,
      aliases: [],
      tags: input.Tags ?? {},
      policy: [],
      policyRevision: context.random.uuid(),
    });
    invocations.created(configuration);
    return input.Publish ? publish(state, functions.get(name), {}) : configuration;
  },
});

function validate({ functions }: LambdaState, name: string, input: CreateFunctionInput): void {
  if (!/^[a-zA-Z0-9_-]{1,64}$/.test(name)) {
    throw validationFailed(
      `Value '${input.FunctionName}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9-_]+`,
    );
  }
  if (functions.records.has(name)) throw exists(name);
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
  state: LambdaState,
  input: CreateFunctionInput,
  { sha256, size }: Package,
): FunctionConfiguration {
  const name = input.FunctionName;
  return {
    FunctionName: name,
    FunctionArn: state.functions.arn(name),
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
    LastModified: lastModified(state),
    Version: '$LATEST',
    RevisionId: state.context.random.uuid(),
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: input.Architectures ?? ['x86_64'],
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    RuntimeVersionConfig: {
      RuntimeVersionArn: `arn:aws:lambda:${state.context.region}::runtime:${input.Runtime}`,
    },
  };
}
