import type { ApiGatewayV2 } from '@aws-sdk/client-apigatewayv2';
import type { CloudWatch } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import type { DynamoDB } from '@aws-sdk/client-dynamodb';
import type { IAM } from '@aws-sdk/client-iam';
import type { KMS } from '@aws-sdk/client-kms';
import type { Lambda } from '@aws-sdk/client-lambda';
import type { S3 } from '@aws-sdk/client-s3';
import type { Scheduler } from '@aws-sdk/client-scheduler';
import type { SFN } from '@aws-sdk/client-sfn';
import type { SQS } from '@aws-sdk/client-sqs';
import type { STS } from '@aws-sdk/client-sts';

/** One client a service, imported when it is first asked for: loading all of the SDK takes longer than using it. */
export interface Aws {
  readonly apigatewayv2: () => Promise<ApiGatewayV2>;
  readonly cloudwatch: () => Promise<CloudWatch>;
  readonly cognito: () => Promise<CognitoIdentityProvider>;
  readonly dynamodb: () => Promise<DynamoDB>;
  readonly iam: () => Promise<IAM>;
  readonly kms: () => Promise<KMS>;
  readonly lambda: () => Promise<Lambda>;
  readonly logs: () => Promise<CloudWatchLogs>;
  readonly s3: () => Promise<S3>;
  readonly scheduler: () => Promise<Scheduler>;
  readonly sfn: () => Promise<SFN>;
  readonly sqs: () => Promise<SQS>;
  readonly sts: () => Promise<STS>;
  /** Imports all clients, so that the first call of each does not wait for its code. */
  warm(): Promise<void>;
  /** Closes every client that was opened. */
  close(): void;
}

export interface AwsOptions {
  /** One endpoint for all services; without it the SDK reads its standard `AWS_ENDPOINT_URL…` variables. */
  readonly endpoint?: string | undefined;
  readonly region: string;
  /** Without them the SDK finds its own, as it does everywhere. */
  readonly credentials?:
    | { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }
    | undefined;
}

/** Clients for every service that provisioning speaks to. */
export function createAws(options: AwsOptions): Aws {
  const config = {
    region: options.region,
    ...(options.endpoint && { endpoint: options.endpoint }),
    ...(options.credentials && { credentials: options.credentials }),
  };
  const opened: { destroy(): void }[] = [];
  const once = <Client extends { destroy(): void }>(open: () => Promise<Client>): (() => Promise<Client>) => {
    let client: Promise<Client> | undefined;
    return () => {
      client ??= open().then((ready) => {
        opened.push(ready);
        return ready;
      });
      return client;
    };
  };
  const clients = {
    apigatewayv2: once(async () => new (await import('@aws-sdk/client-apigatewayv2')).ApiGatewayV2(config)),
    cloudwatch: once(async () => new (await import('@aws-sdk/client-cloudwatch')).CloudWatch(config)),
    cognito: once(
      async () =>
        new (await import('@aws-sdk/client-cognito-identity-provider')).CognitoIdentityProvider(config),
    ),
    dynamodb: once(async () => new (await import('@aws-sdk/client-dynamodb')).DynamoDB(config)),
    iam: once(async () => new (await import('@aws-sdk/client-iam')).IAM(config)),
    kms: once(async () => new (await import('@aws-sdk/client-kms')).KMS(config)),
    lambda: once(async () => new (await import('@aws-sdk/client-lambda')).Lambda(config)),
    logs: once(async () => new (await import('@aws-sdk/client-cloudwatch-logs')).CloudWatchLogs(config)),
    s3: once(
      async () =>
        new (await import('@aws-sdk/client-s3')).S3({ ...config, forcePathStyle: isLocal(options) }),
    ),
    scheduler: once(async () => new (await import('@aws-sdk/client-scheduler')).Scheduler(config)),
    sfn: once(async () => new (await import('@aws-sdk/client-sfn')).SFN(config)),
    sqs: once(async () => new (await import('@aws-sdk/client-sqs')).SQS(config)),
    sts: once(async () => new (await import('@aws-sdk/client-sts')).STS(config)),
  };
  return {
    ...clients,
    async warm() {
      await Promise.all(Object.values(clients).map((open) => open()));
    },
    close() {
      for (const client of opened) client.destroy();
    },
  };
}

/** A local endpoint's host name seldom has the wildcard DNS that buckets as sub-domains need. */
function isLocal(options: AwsOptions): boolean {
  const { AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL } = process.env;
  return Boolean(options.endpoint ?? AWS_ENDPOINT_URL_S3 ?? AWS_ENDPOINT_URL);
}
