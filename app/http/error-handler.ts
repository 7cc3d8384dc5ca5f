import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ProblemCode, ProblemError, problem, problemBody } from '../errors/problems.ts';
import type { Log } from '../observability/observability.ts';
import { ValidationError } from './validator.ts';

/** Fastify's own errors that are the caller's fault, by their code. */
const frameworkProblems: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'request.malformed',
  FST_ERR_CTP_BODY_TOO_LARGE: 'request.too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request.media-type',
  FST_ERR_MAX_PARAM_LENGTH: 'route.not-found',
};

/** Turns what a route throws into a problem document; the only place where errors become answers. */
export function registerErrorHandler(app: FastifyInstance, log: Log): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = toClientError(error);
    if (known.status >= 500) log.error('request failed', { requestId: request.id, error });
    return sendProblem(known, request, reply);
  });
  app.setNotFoundHandler((request, reply) => sendProblem(problem('route.not-found'), request, reply));
}

/** What the client may know of `error`; the message of an unexpected one is only logged. */
export function toClientError(error: FastifyError | Error): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof ValidationError) return problem('request.invalid', { errors: error.errors });
  const { code = '', statusCode = 500 } = error as Partial<FastifyError>;
  const known = frameworkProblems[code];
  if (known) return problem(known);
  return statusCode >= 400 && statusCode < 500 ? problem('request.refused') : problem('internal.error');
}

/** Answers with the problem document of `error`. */
export function sendProblem(
  error: ProblemError,
  request: Pick<FastifyRequest, 'id'>,
  reply: Pick<FastifyReply, 'code'>,
): FastifyReply {
  const text = JSON.stringify(problemBody(error, request.id));
  return reply.code(error.status).type('application/problem+json').serializer(identity).send(text);
}

function identity(text: unknown): string {
  return String(text);
}
