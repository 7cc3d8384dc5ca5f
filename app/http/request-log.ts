import type { FastifyInstance } from 'fastify';
import type { Log, Metrics } from '../observability/observability.ts';
import type { Traces } from '../observability/traces.ts';

/** Who is told of each request. */
export interface RequestObservers {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly traces: Pick<Traces, 'answered'>;
}

/** One entry a request: who asked what, the answer, and the milliseconds it took. A 4xx warns, a 5xx is an error. */
export function registerRequestLog(app: FastifyInstance, { log, metrics, traces }: RequestObservers): void {
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
