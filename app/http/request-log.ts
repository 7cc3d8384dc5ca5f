import type { FastifyInstance } from 'fastify';
import type { Log, Metrics } from '../observability/observability.ts';
import type { Traces } from '../observability/traces.ts';

/** What records each request. */
export interface RequestRecorders {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly traces: Pick<Traces, 'answered'>;
}

/**
 * Logs one entry for each request: the caller, the route, the status, the milliseconds. A 4xx is a warning, a 5xx an
 * error.
 */
export function registerRequestLog(app: FastifyInstance, { log, metrics, traces }: RequestRecorders): void {
  app.addHook('onResponse', async (request, reply) => {
    const status = reply.statusCode;
    const level = status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info';
    traces.answered({ method: request.method, route: request.routeOptions.url ?? 'unknown', status });
    if (status >= 500) metrics.count('ServerError');
    log[level]('request', {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url,
      status,
      milliseconds: Math.round(reply.elapsedTime * 10) / 10,
      actorId: request.actorOrUndefined?.id,
    });
  });
}
