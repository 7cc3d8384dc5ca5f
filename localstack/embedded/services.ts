import type { EmbeddedContext } from './core/context.ts';
import type { Service } from './core/service.ts';

type Settings<Factory extends (context: EmbeddedContext, settings: never) => Service> = NonNullable<
  Parameters<Factory>[1]
>;

/** What can be set of single services; each documents its own. */
export interface ServiceSettings {
  readonly lambda?: Settings<typeof import('./lambda/index.ts').createLambdaService>;
  readonly cognitoidentityprovider?: Settings<typeof import('./cognito/index.ts').createCognitoService>;
  readonly sfn?: Settings<typeof import('./stepfunctions/index.ts').createStepFunctionsService>;
}

type Loader = (context: EmbeddedContext, settings: ServiceSettings) => Promise<Service>;

/** Each service's code is loaded only where it is to run. The order is that in which they are asked. */
const loaders = {
  iam: async (context) => (await import('./iam/index.ts')).createIamService(context),
  sts: async (context) => (await import('./sts/index.ts')).createStsService(context),
  dynamodb: async (context) => (await import('./dynamodb/index.ts')).createDynamoDbService(context),
  dynamodbstreams: async (context) =>
    (await import('./dynamodb/streams/index.ts')).createDynamoDbStreamsService(context),
  sqs: async (context) => (await import('./sqs/index.ts')).createSqsService(context),
  s3: async (context) => (await import('./s3/index.ts')).createS3Service(context),
  kms: async (context) => (await import('./kms/index.ts')).createKmsService(context),
  cloudwatchlogs: async (context) => (await import('./logs/index.ts')).createLogsService(context),
  cloudwatch: async (context) => (await import('./cloudwatch/index.ts')).createCloudWatchService(context),
  lambda: async (context, { lambda }) =>
    (await import('./lambda/index.ts')).createLambdaService(context, lambda),
  cognitoidentityprovider: async (context, { cognitoidentityprovider }) =>
    (await import('./cognito/index.ts')).createCognitoService(context, cognitoidentityprovider),
  apigatewayv2: async (context) => (await import('./apigateway/index.ts')).createApiGatewayService(context),
  sfn: async (context, { sfn }) =>
    (await import('./stepfunctions/index.ts')).createStepFunctionsService(context, sfn),
  xray: async (context) => (await import('./xray/index.ts')).createXRayService(context),
  scheduler: async (context) => (await import('./scheduler/index.ts')).createSchedulerService(context),
} as const satisfies Record<string, Loader>;

/** The services that the embedded AWS can run, by {@link Service.name}. */
export type ServiceName = keyof typeof loaders;

export const serviceNames = Object.keys(loaders) as readonly ServiceName[];

/** A name that is no service of the embedded AWS. */
export class UnknownServiceError extends Error {
  readonly code = 'UnknownService';
}

/** Loads one service's code and creates it. Throws {@link UnknownServiceError} naming it where there is none. */
export async function createService(
  name: string,
  context: EmbeddedContext,
  settings: ServiceSettings,
): Promise<Service> {
  if (!Object.hasOwn(loaders, name)) {
    throw new UnknownServiceError(
      `The embedded AWS has no service "${name}". It has: ${serviceNames.join(', ')}.`,
    );
  }
  const load: Loader = loaders[name as ServiceName];
  return load(context, settings);
}
