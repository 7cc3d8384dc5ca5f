import type { AwsRequest, AwsResponse } from '../../core/http.ts';
import type { DeployedRoute } from './deployed-api.ts';
import type { Identity } from './jwt-authorizer.ts';
import type { RequestIds } from './request-ids.ts';
import type { Match } from './router.ts';

/** A request on its way through the gateway. */
export interface IncomingRequest extends RequestIds {
  readonly request: AwsRequest;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly apiId: string;
  readonly stage: string;
  /** As the caller sent it, decoded; with the stage's name unless that is `$default`. */
  readonly rawPath: string;
}

/** How a request was answered, and on which way: what the access log and the metrics show. */
export interface Exchange {
  readonly response: AwsResponse;
  readonly match?: Match<DeployedRoute> | undefined;
  readonly identity?: Identity | undefined;
  /** Milliseconds the function took; absent where none was asked. */
  readonly integrationLatency?: number;
  readonly error?: string;
}
