import { ApiGatewayV2 } from '@aws-sdk/client-apigatewayv2';
import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { IAM } from '@aws-sdk/client-iam';
import { KMS } from '@aws-sdk/client-kms';
import { Lambda } from '@aws-sdk/client-lambda';
import { S3 } from '@aws-sdk/client-s3';
import { S3Control } from '@aws-sdk/client-s3-control';
import { Scheduler } from '@aws-sdk/client-scheduler';
import { SFN } from '@aws-sdk/client-sfn';
import { SQS } from '@aws-sdk/client-sqs';
import type { StartedEmbedded } from '../../testing/embedded.ts';
import type { Clients } from './reader.ts';

/**
 * Clients of everything that is read.
 * @param aws where, and by `client` in whose name
 */
export function clientsOf(aws: Pick<StartedEmbedded, 'endpoint' | 'client'>): Clients {
  return {
    apigatewayv2: aws.client(ApiGatewayV2),
    cloudwatch: aws.client(CloudWatch),
    cognito: aws.client(CognitoIdentityProvider),
    dynamodb: aws.client(DynamoDB),
    iam: aws.client(IAM),
    kms: aws.client(KMS),
    lambda: aws.client(Lambda),
    logs: aws.client(CloudWatchLogs),
    s3: aws.client(S3),
    s3control: s3Control(aws),
    scheduler: aws.client(Scheduler),
    sfn: aws.client(SFN),
    sqs: aws.client(SQS),
  };
}

/**
 * S3 Control puts the account's number before the endpoint's host, as it does with AWS_ENDPOINT_URL_S3_CONTROL set to
 * `http://localhost:4566`. Not every machine resolves names under localhost, so the request that is signed for that
 * host is sent to the address itself.
 */
function s3Control(aws: Pick<StartedEmbedded, 'endpoint' | 'client'>): S3Control {
  const { port } = new URL(aws.endpoint);
  const client = aws.client(S3Control, { endpoint: `http://localhost:${port}` });
  client.middlewareStack.add(
    (next) => (args) => {
      (args.request as { hostname: string }).hostname = '127.0.0.1';
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'sendToAddress' },
  );
  return client;
}
