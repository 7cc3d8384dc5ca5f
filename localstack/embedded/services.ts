import type { EmbeddedContext } from './core/context.ts';
import type { Service } from './core/service.ts';

/** Settings of one service, as its factory documents them. */
export type ServiceSettings = Readonly<Record<string, unknown>>;

type Factory = (context: EmbeddedContext, settings?: ServiceSettings) => Service | Promise<Service>;

/** Where each service lives and what its factory is called. The order is that in which they are started. */
const SERVICES = {
  iam: { folder: 'iam', factory: 'createIamService' },
  sts: { folder: 'sts', factory: 'createStsService' },
  dynamodb: { folder: 'dynamodb', factory: 'createDynamoDbService' },
  sqs: { folder: 'sqs', factory: 'createSqsService' },
  s3: { folder: 's3', factory: 'createS3Service' },
  cloudwatchlogs: { folder: 'logs', factory: 'createLogsService' },
  cloudwatch: { folder: 'cloudwatch', factory: 'createCloudWatchService' },
  lambda: { folder: 'lambda', factory: 'createLambdaService' },
  cognitoidentityprovider: { folder: 'cognito', factory: 'createCognitoService' },
  apigatewayv2: { folder: 'apigateway', factory: 'createApiGatewayService' },
  sfn: { folder: 'stepfunctions', factory: 'createStepFunctionsService' },
  scheduler: { folder: 'scheduler', factory: 'createSchedulerService' },
} as const;

/** The services that the embedded AWS can run, by {@link Service.name}. */
export type ServiceName = keyof typeof SERVICES;

export const serviceNames = Object.keys(SERVICES) as readonly ServiceName[];

/** A name that is no service of the embedded AWS, or a service that is not part of this build. */
export class UnknownServiceError extends Error {
  readonly code = 'UnknownService';
}

/**
 * Loads one service's code and creates it. Throws {@link UnknownServiceError} naming it where there is none.
 */
export async function createService(
  name: string,
  context: EmbeddedContext,
  settings?: ServiceSettings,
): Promise<Service> {
  const entry = Object.hasOwn(SERVICES, name) ? SERVICES[name as ServiceName] : undefined;
  if (!entry) {
    throw new UnknownServiceError(
      `The embedded AWS has no service "${name}". It has: ${serviceNames.join(', ')}.`,
    );
  }
  const location = new URL(`./${entry.folder}/index.ts`, import.meta.url).href;
  let module: Record<string, unknown>;
  try {
    module = (await import(location)) as Record<string, unknown>;
  } catch (cause) {
    if (!isMissing(cause, location)) throw cause;
    throw new UnknownServiceError(`The service "${name}" is not part of this build.`, { cause });
  }
  const factory = module[entry.factory];
  if (typeof factory !== 'function') {
    throw new UnknownServiceError(`localstack/embedded/${entry.folder} exports no ${entry.factory}.`);
  }
  return (factory as Factory)(context, settings);
}

function isMissing(cause: unknown, location: string): boolean {
  const { code, url, message } = cause as { code?: string; url?: string; message?: string };
  if (code !== 'ERR_MODULE_NOT_FOUND') return false;
  return url === undefined ? (message?.includes(new URL(location).pathname) ?? false) : url === location;
}
