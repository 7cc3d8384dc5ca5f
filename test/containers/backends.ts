import type { BackendName } from '../support/backend.ts';

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

/** Step Functions is tried by the application's suite: its own cases need the clock, or an hour. */
const DATA = ['dynamodb-*', 's3-*', 'sqs', 'iam'];
/** Files about what only the embedded AWS has: its storage, its clock, its stand-ins. */
const EMBEDDED_ONLY = ['dynamodb-s3-sqs-durability'];

const patterns = (names: readonly string[]) => names.map((name) => `test/conformance/${name}.test.ts`);

/** The files of the conformance suite that a backend offers the services for, as patterns. */
export function conformanceFiles(backend: BackendName): { include: string[]; exclude: string[] } {
  if (backend === 'embedded') return { include: ['test/conformance/**/*.test.ts'], exclude: [] };
  const identity = backend === 'localstack' ? [] : ['cognito-pools', 'apigateway-control'];
  return { include: patterns([...DATA, ...identity]), exclude: patterns(EMBEDDED_ONLY) };
}
