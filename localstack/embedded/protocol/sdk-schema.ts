import { createRequire } from 'node:module';
import { NormalizedSchema } from '@smithy/core/schema';

/** The packages of the SDK that carry AWS's own model of each service. S3 reads its inputs from HTTP itself. */
export const SDK_PACKAGES: Readonly<Record<string, string>> = {
  apigatewayv2: 'client-apigatewayv2',
  cloudwatch: 'client-cloudwatch',
  cloudwatchlogs: 'client-cloudwatch-logs',
  cognitoidentityprovider: 'client-cognito-identity-provider',
  dynamodb: 'client-dynamodb',
  dynamodbstreams: 'client-dynamodb-streams',
  iam: 'client-iam',
  kms: 'client-kms',
  lambda: 'client-lambda',
  scheduler: 'client-scheduler',
  sfn: 'client-sfn',
  sqs: 'client-sqs',
  sts: 'client-sts',
  xray: 'client-xray',
};

type CommandClass = new (input: object) => { readonly schema?: readonly unknown[] };

// By name, so that a bundle does not take in thirteen clients for what few calls need.
const load = createRequire(import.meta.url);

/** Where in an operation's schema its parts stand: kind, namespace, name, traits, input, output. */
const PARTS = { input: 4, output: 5 } as const;

/**
 * The schema of what an operation takes or answers, out of the SDK's client; undefined for a service or an operation that
 * the SDK's clients here do not know. Loads that client, so it is for calls that are rare.
 *
 * @throws what Node throws where the SDK's package is not installed
 */
export function operationSchema(
  service: string,
  operation: string,
  part: keyof typeof PARTS,
): NormalizedSchema | undefined {
  const name = Object.hasOwn(SDK_PACKAGES, service) ? SDK_PACKAGES[service] : undefined;
  if (name === undefined) return undefined;
  const sdk = load(`@aws-sdk/${name}`) as Readonly<Record<string, CommandClass>>;
  const Command = Object.hasOwn(sdk, `${operation}Command`) ? sdk[`${operation}Command`] : undefined;
  const schema = Command && new Command({}).schema?.[PARTS[part]];
  return schema === undefined ? undefined : NormalizedSchema.of(schema as never);
}
