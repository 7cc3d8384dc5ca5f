import type { AwsRequest, AwsResponse } from '../../core/http.ts';
import type { Output } from './answers.ts';
import type { S3Request } from './request.ts';

/** What a request is about: the account's buckets, one bucket, or one object. */
export type Level = 'service' | 'bucket' | 'object';

/** How an operation travels: which request means it, how its input is read and its output written. */
export interface HttpBinding {
  readonly method: 'DELETE' | 'GET' | 'HEAD' | 'POST' | 'PUT';
  readonly level: Level;
  /** The name in the query that chooses it, e.g. `acl`; absent for the plain operation. */
  readonly subresource?: string;
  /** What chooses it besides: the header `x-amz-copy-source`, or `list-type=2` in the query. */
  readonly variant?: 'copy' | 'v2';
  /** Set where a checksum in the headers is of the object that is made, and not of the body. Default: of the body. */
  readonly checksumOf?: 'object';
  /** The operation's input. Throws AwsError. */
  read(request: S3Request): object;
  /** The answer. Default: all members are headers, and the body is the output's `Body`. */
  write?(output: Output, request: S3Request): AwsResponse;
}

/** How an operation of S3 Control on a resource's tags travels: below a path of its own, chosen by the method alone. */
export interface ControlBinding {
  readonly level: 'control';
  readonly method: 'DELETE' | 'GET' | 'POST';
  /** The operation's input. Throws AwsError. */
  read(request: AwsRequest): object;
  /** The answer. */
  write(output: Output): AwsResponse;
}
