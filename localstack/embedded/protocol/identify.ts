import type { AwsRequest } from '../core/http.ts';
import type { Service } from '../core/service.ts';

/** The service that a request names, before anything in it is verified. */
export interface NamedService {
  /** The part of `X-Amz-Target` before its last dot. */
  readonly target?: string;
  /** The service in the signature's credential scope. */
  readonly signingName?: string;
}

/** Reads the service's name from the target header, the Authorization header or a presigned query. */
export function identify(request: AwsRequest): NamedService {
  const header = request.headers['x-amz-target'];
  const signingName = signingNameOf(request);
  return {
    ...(header === undefined ? {} : { target: header.slice(0, Math.max(0, header.lastIndexOf('.'))) }),
    ...(signingName === undefined ? {} : { signingName }),
  };
}

/** Whether a request so named is for `service`. The target header is the more exact of the two. */
export function runsOn(service: Service, named: NamedService): boolean {
  if (named.target !== undefined) return service.targetPrefix === named.target;
  return named.signingName === service.signingName;
}

function signingNameOf(request: AwsRequest): string | undefined {
  const authorization = request.headers.authorization;
  if (authorization !== undefined) {
    const start = authorization.indexOf('Credential=');
    if (start < 0) return undefined;
    const end = authorization.indexOf(',', start);
    return authorization.slice(start, end < 0 ? undefined : end).split('/')[3];
  }
  const credential = /(?:^|&)X-Amz-Credential=([^&]*)/.exec(request.query)?.[1];
  return credential?.split(/%2F|\//i)[3];
}
