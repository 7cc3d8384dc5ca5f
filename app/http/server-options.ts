import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { sendProblem, toProblem } from './error-handler.ts';
import { compileValidator } from './validator.ts';

/** Bytes; no body of the API comes near it. */
const bodyLimit = 64 * 1024;

type SchemaController = NonNullable<FastifyServerOptions['schemaController']>;

/**
 * TypeBox checks requests, and answers are written by JSON.stringify: views name each member themselves. Fastify's
 * own compilers are never loaded this way. (Its types know of no others, hence the cast.)
 */
const schemaController = {
  compilersFactory: { buildValidator: () => compileValidator, buildSerializer: () => () => JSON.stringify },
} as unknown as SchemaController;

/** Options that every server of the API is made with. */
export function serverOptions(newId: () => string) {
  return {
    bodyLimit,
    schemaController,
    logger: false,
    // What the router refuses before there is a route: a path that cannot be decoded, an id of absurd length.
    frameworkErrors: (error, request, reply) => void sendProblem(toProblem(error), request, reply),
    exposeHeadRoutes: false,
    // The Lambda entry sets the header to the gateway's request id, whatever the client sent.
    requestIdHeader: 'x-request-id',
    genReqId: () => newId(),
  } as const satisfies FastifyServerOptions;
}

/** What every server of the API does with bodies: JSON and nothing else, and an empty one is none. */
export function registerParsing(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else parse(request, String(body), done);
  });
}
