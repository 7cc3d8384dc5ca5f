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

/** What a client's package exports: commands, and enumerations. */
export type Sdk = Readonly<Record<string, unknown>>;

// By name, so that a bundle does not take in the clients for what few calls need.
const load = createRequire(import.meta.url);

/** Where in an operation's schema its parts stand, behind kind, namespace and name. */
const PARTS = { traits: 3, input: 4, output: 5 } as const;

/** Where in a structure's schema stands how many of its members, which come first, are required. */
const REQUIRED = 6;

/** The SDK's client of that package, e.g. `client-sqs`. Throws what Node throws where it is not installed. */
export function loadSdk(packageName: string): Sdk {
  return load(`@aws-sdk/${packageName}`) as Sdk;
}

/** A part of the schema of an operation of a client; undefined for an operation that it does not have. */
export function schemaPart(sdk: Sdk, operation: string, part: keyof typeof PARTS): unknown {
  const Command = Object.hasOwn(sdk, `${operation}Command`) ? sdk[`${operation}Command`] : undefined;
  return typeof Command === 'function' ? new (Command as CommandClass)({}).schema?.[PARTS[part]] : undefined;
}

/** How many members of a structure, which come first, are required. */
export function requiredMembers(schema: NormalizedSchema): number {
  return Number((schema.getSchema() as readonly unknown[])[REQUIRED] ?? 0);
}

/**
 * The schema of what an operation takes or answers, out of the SDK's client; undefined for a service or an operation that
 * the SDK's clients here do not know. Loads that client, so it is for calls that are rare.
 *
 * @throws what Node throws where the SDK's package is not installed
 */
export function operationSchema(
  service: string,
  operation: string,
  part: 'input' | 'output',
): NormalizedSchema | undefined {
  const name = Object.hasOwn(SDK_PACKAGES, service) ? SDK_PACKAGES[service] : undefined;
  if (name === undefined) return undefined;
  const schema = schemaPart(loadSdk(name), operation, part);
  return schema === undefined ? undefined : NormalizedSchema.of(schema as never);
}
