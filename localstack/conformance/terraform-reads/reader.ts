import type { ApiGatewayV2 } from '@aws-sdk/client-apigatewayv2';
import type { CloudWatch } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import type { DynamoDB } from '@aws-sdk/client-dynamodb';
import type { IAM } from '@aws-sdk/client-iam';
import type { KMS } from '@aws-sdk/client-kms';
import type { Lambda } from '@aws-sdk/client-lambda';
import type { S3 } from '@aws-sdk/client-s3';
import type { S3Control } from '@aws-sdk/client-s3-control';
import type { Scheduler } from '@aws-sdk/client-scheduler';
import type { SFN } from '@aws-sdk/client-sfn';
import type { SQS } from '@aws-sdk/client-sqs';

/** The clients that the provider reads with. */
export interface Clients {
  readonly apigatewayv2: ApiGatewayV2;
  readonly cloudwatch: CloudWatch;
  readonly cognito: CognitoIdentityProvider;
  readonly dynamodb: DynamoDB;
  readonly iam: IAM;
  readonly kms: KMS;
  readonly lambda: Lambda;
  readonly logs: CloudWatchLogs;
  readonly s3: S3;
  readonly s3control: S3Control;
  readonly scheduler: Scheduler;
  readonly sfn: SFN;
  readonly sqs: SQS;
}

/** One resource as it was sent: its arguments, and what AWS chose (`id`, `arn`). */
export interface Sent {
  readonly type: string;
  readonly address: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** An argument or attribute as text. */
  text(name: string): string;
}

/**
 * How the provider reads one type of resource back. The lists of calls were held to the source of
 * hashicorp/terraform-provider-aws on 2026-11-26, in versions around the 6.25.0 that `@cdktf/provider-aws` is made for.
 * Tags are read by the provider's common part: by a call of their own (`@Tags(identifierAttribute=…)`) unless the
 * resource's reading has set them (`setTagsOut`).
 */
export interface Reader {
  /** The files that say so, under internal/service. */
  readonly source: string;
  /** Every call that refreshing the resource makes: `Service:Operation`, by the names of the embedded services. */
  readonly calls: readonly string[];
  /** Arguments that no call gives back: the provider keeps them in its state. With the reason. */
  readonly unread?: Readonly<Record<string, string>>;
  /** The resource in the shape of its arguments, and its tags where it has any. */
  read(sent: Sent, clients: Clients): Promise<Read>;
  /** Deletes it with the provider's calls. */
  delete?(sent: Sent, clients: Clients): Promise<unknown>;
}

export interface Read {
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Tags as a record, from any of AWS's lists. */
export function tagRecord(
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** The value where it is there, and none where the error is one of `names`: what the provider does for unset settings. */
export async function unless<T>(read: Promise<T>, ...names: readonly string[]): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return undefined;
    throw error;
  }
}

/** What is not there any more, where AWS says so by an empty answer or a state. */
export class Gone extends Error {
  override readonly name = 'Gone';
}

/** Throws {@link Gone} where `found` is nothing. */
export function present<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Gone(what);
  return found;
}
