import type { Cors } from '@aws-sdk/client-apigatewayv2';
import type { AwsRequest } from '../../core/http.ts';

type Headers = Readonly<Record<string, string>>;

/** CORS as an API is configured; an API without configuration leaves CORS to its integrations. */
export interface CorsPolicy {
  /** The headers of the answer to a preflight; none for an origin that is not allowed. */
  preflight(request: AwsRequest): Headers;
  /** The headers to add to any other answer. */
  actual(request: AwsRequest): Headers;
}

const NONE: Headers = {};

/** Compiles a configuration (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html). */
export function createCorsPolicy(cors: Cors): CorsPolicy {
  const origins = cors.AllowOrigins ?? [];
  const credentials: Headers = cors.AllowCredentials ? { 'access-control-allow-credentials': 'true' } : NONE;
  const exposed: Headers = listHeader('access-control-expose-headers', cors.ExposeHeaders);
  const preflightOnly: Headers = {
    ...listHeader('access-control-allow-methods', cors.AllowMethods),
    ...listHeader('access-control-allow-headers', cors.AllowHeaders),
    ...(cors.MaxAge === undefined ? NONE : { 'access-control-max-age': String(cors.MaxAge) }),
  };

  function allowed(origin: string | undefined): string | undefined {
    if (origin === undefined) return undefined;
    if (origins.includes('*')) return '*';
    return origins.some((pattern) => matches(pattern, origin)) ? origin : undefined;
  }

  function common(request: AwsRequest): Headers | undefined {
    const origin = allowed(request.headers.origin);
    return origin === undefined
      ? undefined
      : { 'access-control-allow-origin': origin, ...credentials, ...exposed };
  }

  return {
    preflight(request) {
      const headers = common(request);
      return headers ? { ...headers, ...preflightOnly } : NONE;
    },
    actual: (request) => common(request) ?? NONE,
  };
}

/** Whether the gateway itself answers this request. */
export function isPreflight(request: AwsRequest): boolean {
  return (
    request.method === 'OPTIONS' &&
    request.headers.origin !== undefined &&
    request.headers['access-control-request-method'] !== undefined
  );
}

function listHeader(name: string, values: readonly string[] | undefined): Headers {
  return values?.length ? { [name]: values.join(',') } : NONE;
}

/** `https://*` allows every origin of that scheme. */
function matches(pattern: string, origin: string): boolean {
  if (!pattern.endsWith('*')) return pattern.toLowerCase() === origin.toLowerCase();
  return origin.toLowerCase().startsWith(pattern.slice(0, -1).toLowerCase());
}
