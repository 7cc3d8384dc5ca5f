import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type {
  FunctionConfiguration,
  Lambda,
  UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';
import { block, type Decoded, list, map, number, optional, text, withDefault } from '../arguments.ts';
import { differs, mapDiffers } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';
import type { Tools } from '../resource.ts';
import { lambdaTags } from './lambda-tags.ts';
import { unlessNotFound } from './not-found.ts';

const FIELDS = {
  function_name: text,
  description: optional(text),
  role: text,
  runtime: text,
  handler: text,
  architectures: withDefault(list(text), ['x86_64']),
  /** Relative to the stack's folder. */
  filename: text,
  /** SHA-256 of the zip in base64: what Lambda reports as CodeSha256. */
  source_code_hash: text,
  memory_size: withDefault(number, 128),
  timeout: withDefault(number, 3),
  environment: optional(block({ variables: map(text) })),
  tracing_config: optional(block({ mode: text })),
  logging_config: optional(
    block({
      log_format: text,
      log_group: optional(text),
      application_log_level: optional(text),
      system_log_level: optional(text),
    }),
  ),
  dead_letter_config: optional(block({ target_arn: text })),
  reserved_concurrent_executions: withDefault(number, -1),
};

type Arguments = Decoded<typeof FIELDS>;

interface Found {
  readonly configuration: FunctionConfiguration;
  /** -1: none is reserved. */
  readonly reserved: number;
}

/** A function from a zip. The zip is sent only when its hash is not what Lambda has. */
export default defineResource<typeof FIELDS, Found>({
  type: 'aws_lambda_function',
  arguments: FIELDS,
  example: {
    fn: {
      function_name: 'fixture-fn',
      description: 'Does nothing',
      role: ref('aws_iam_role.fn.arn'),
      runtime: 'nodejs24.x',
      handler: 'index.handler',
      architectures: ['arm64'],
      filename: 'code.zip',
      source_code_hash: ref('filebase64sha256("code.zip")'),
      memory_size: 256,
      timeout: 10,
      environment: { variables: { TABLE: ref('aws_dynamodb_table.t.name') } },
      tracing_config: { mode: 'Active' },
      dead_letter_config: { target_arn: ref('aws_sqs_queue.dead.arn') },
    },
    other: {
      function_name: 'fixture-other',
      role: ref('aws_iam_role.fn.arn'),
      runtime: 'nodejs24.x',
      handler: 'index.handler',
      filename: 'other.zip',
      source_code_hash: ref('filebase64sha256("other.zip")'),
    },
  },
  attributes: ['arn', 'id', 'invoke_arn', 'qualified_arn', 'version'],
  foundBy: ['function_name'],
  tags: lambdaTags(async ({ configuration }) => arnOf(configuration)),
  // IAM tells Lambda of a new role after some seconds.
  passing: [
    {
      name: 'InvalidParameterValueException',
      message: /role.*(cannot be assumed|does not have permissions)/i,
    },
    { name: 'ResourceConflictException', message: /update is in progress|Pending/i },
  ],

  async read(wanted, { aws }) {
    return readFunction(await aws.lambda(), wanted.function_name);
  },

  async create(wanted, tools) {
    const lambda = await tools.aws.lambda();
    const created = await lambda.createFunction({
      FunctionName: wanted.function_name,
      ...configurationOf(wanted),
      Architectures: wanted.architectures as FunctionConfiguration['Architectures'],
      Code: { ZipFile: await zipOf(wanted, tools) },
      PackageType: 'Zip',
      Tags: { ...tools.tags },
    });
    const configuration = await settled(lambda, created, tools);
    const reserved = wanted.reserved_concurrent_executions;
    if (reserved >= 0) await reserve(lambda, wanted);
    return { configuration, reserved };
  },

  async update(wanted, found, tools) {
    const lambda = await tools.aws.lambda();
    const FunctionName = wanted.function_name;
    let { configuration } = found;
    const otherEnvironment = mapDiffers(wanted.environment?.variables, configuration.Environment?.Variables);
    if (otherEnvironment || differs(configurationOf(wanted), configuration)) {
      const changed = await lambda.updateFunctionConfiguration({ FunctionName, ...configurationOf(wanted) });
      configuration = await settled(lambda, changed, tools);
    }
    const otherCode =
      wanted.source_code_hash !== configuration.CodeSha256 ||
      differs(wanted.architectures, configuration.Architectures);
    if (otherCode) {
      const changed = await lambda.updateFunctionCode({
        FunctionName,
        ZipFile: await zipOf(wanted, tools),
        Architectures: wanted.architectures as FunctionConfiguration['Architectures'],
      });
      configuration = await settled(lambda, changed, tools);
    }
    const reserved = wanted.reserved_concurrent_executions;
    if (reserved !== found.reserved) await reserve(lambda, wanted);
    const same = configuration === found.configuration && reserved === found.reserved;
    return same ? undefined : { configuration, reserved };
  },

  async delete(wanted, _found, { aws }) {
    const lambda = await aws.lambda();
    await lambda.deleteFunction({ FunctionName: wanted.function_name });
  },

  describe({ configuration }, wanted, { region }) {
    const arn = arnOf(configuration);
    return {
      arn,
      id: wanted.function_name,
      invoke_arn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`,
      qualified_arn: `${arn}:${configuration.Version ?? '$LATEST'}`,
      version: configuration.Version ?? '$LATEST',
    };
  },
});

function arnOf(configuration: FunctionConfiguration): string {
  return (configuration.FunctionArn ?? '').replace(/:\$LATEST$/, '');
}

async function readFunction(lambda: Lambda, FunctionName: string): Promise<Found | undefined> {
  const found = await unlessNotFound(lambda.getFunction({ FunctionName }), 'ResourceNotFoundException');
  return (
    found?.Configuration && {
      configuration: found.Configuration,
      reserved: found.Concurrency?.ReservedConcurrentExecutions ?? -1,
    }
  );
}

function configurationOf(wanted: Arguments) {
  return {
    Description: wanted.description ?? '',
    Role: wanted.role,
    Runtime: wanted.runtime,
    Handler: wanted.handler,
    MemorySize: wanted.memory_size,
    Timeout: wanted.timeout,
    Environment: { Variables: wanted.environment?.variables ?? {} },
    DeadLetterConfig: { TargetArn: wanted.dead_letter_config?.target_arn ?? '' },
    TracingConfig: { Mode: wanted.tracing_config?.mode ?? 'PassThrough' },
    LoggingConfig: loggingOf(wanted),
  } as Omit<UpdateFunctionConfigurationCommandInput, 'FunctionName'> & { Role: string };
}

/** Text in the function's own group; levels exist for JSON alone, where they are INFO. */
function loggingOf({ function_name, logging_config: logging }: Arguments) {
  const level = logging?.log_format === 'JSON' ? 'INFO' : undefined;
  return {
    LogFormat: logging?.log_format ?? 'Text',
    LogGroup: logging?.log_group ?? `/aws/lambda/${function_name}`,
    ApplicationLogLevel: logging?.application_log_level ?? level,
    SystemLogLevel: logging?.system_log_level ?? level,
  };
}

function zipOf(wanted: Arguments, tools: Tools): Promise<Buffer> {
  return readFile(resolve(tools.directory, wanted.filename));
}

/** The function once Lambda has taken the change over; it answers before that. */
async function settled(
  lambda: Lambda,
  answer: FunctionConfiguration,
  { until }: Tools,
): Promise<FunctionConfiguration> {
  if (isSettled(answer)) return answer;
  return until(() => lambda.getFunctionConfiguration({ FunctionName: answer.FunctionName }), isSettled);
}

function isSettled(configuration: FunctionConfiguration): boolean {
  const { State: state, LastUpdateStatus: update } = configuration;
  return (state === undefined || state === 'Active') && update !== 'InProgress';
}

async function reserve(lambda: Lambda, wanted: Arguments): Promise<void> {
  const FunctionName = wanted.function_name;
  const reserved = wanted.reserved_concurrent_executions;
  if (reserved < 0) await lambda.deleteFunctionConcurrency({ FunctionName });
  else await lambda.putFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions: reserved });
}
