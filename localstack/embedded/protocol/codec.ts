import type { AwsError } from '../core/errors.ts';
import type { AwsRequest, AwsResponse } from '../core/http.ts';
import type { Service } from '../core/service.ts';

/** What a request asks for, once its protocol has been read. */
export interface ParsedCall {
  readonly operation: string;
  /** Parsed late, so that an unsigned or forged request is refused before its body is looked at. */
  input(): Record<string, unknown>;
}

/** How one of AWS's wire protocols carries calls, answers and errors. */
export interface Codec {
  /** Throws {@link AwsError} where the request names no operation. */
  parse(request: AwsRequest, service: Service): ParsedCall;
  respond(service: Service, operation: string, output: unknown, requestId: string): AwsResponse;
  fail(service: Service, error: AwsError, requestId: string): AwsResponse;
}
