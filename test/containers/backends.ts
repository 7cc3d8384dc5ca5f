import type { BackendName } from '../../localstack/testing/backend.ts';

/** What an emulator needs to run in a container, and which of the suites it can be asked. */
export interface ContainerBackend {
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Answers with 200 when it is ready. */
  readonly health: string;
}

export const LOCALSTACK: ContainerBackend = {
  image: process.env.LOCALSTACK_IMAGE || 'localstack/localstack:4.14.0',
  environment: {
    LOCALSTACK_AUTH_TOKEN: process.env.LOCALSTACK_AUTH_TOKEN ?? '',
    SERVICES: 'dynamodb,s3,sqs,stepfunctions,iam,sts,logs,cloudwatch,events,kms',
    SQS_ENDPOINT_STRATEGY: 'path',
    DISABLE_EVENTS: '1',
  },
  health: '/_localstack/health',
};

export const MINISTACK: ContainerBackend = {
  image: 'ministackorg/ministack:1.5.33',
  environment: {},
  health: '/_ministack/health',
};

/** Files about what only the embedded AWS has: its storage, its clock, its parts one by one, its stand-ins. */
const EMBEDDED_ONLY = [
  'dynamodb-restore',
  'dynamodb-s3-sqs-durability',
  'dynamodb.prop',
  'encryption',
  'iam-enforcement*',
  'cognito-apigateway-durability',
  'cognito-triggers',
  'apigateway-authorizer',
  'apigateway-gateway',
  'apigateway-lambda',
  'apigateway-router.prop',
  'lambda-invocations',
  'lambda-queues',
  'scheduler',
  'stepfunctions/history.prop',
  'stepfunctions/lambda-task',
  'stepfunctions/recordings',
  'stepfunctions/task-role',
  'sqs-metrics',
  'terraform-reads/*',
  'xray',
];
/** What the application keeps its data in, and the first to show that a backend does not keep its promises. */
const DATA = ['dynamodb-*', 's3-*', 'sqs', 'iam'];
/** LocalStack has no Cognito and no HTTP APIs, and runs functions only with the container engine's socket. */
const NOT_OF_LOCALSTACK = ['cognito-*', 'apigateway-*', 'lambda-*'];
/** On AWS a function needs a role that exists; elsewhere a name is enough. */
const NOT_ON_AWS = ['lambda-functions'];

const patterns = (names: readonly string[]) => names.map((name) => `localstack/conformance/${name}.test.ts`);

/**
 * The files of the conformance suite that a backend has the services for, as patterns.
 * @param part `data`: what takes a minute or two on any backend; the whole takes several on slow ones
 */
export function conformanceFiles(
  backend: BackendName,
  part: 'data' | 'all',
): { include: string[]; exclude: string[] } {
  const include = part === 'data' ? patterns(DATA) : ['localstack/conformance/**/*.test.ts'];
  if (backend === 'embedded') return { include, exclude: [] };
  const missing = { localstack: NOT_OF_LOCALSTACK, ministack: [], aws: NOT_ON_AWS }[backend];
  return { include, exclude: patterns([...EMBEDDED_ONLY, ...missing]) };
}
