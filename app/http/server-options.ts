import type { FastifyInstance, FastifyRequest, FastifyServerOptions } from 'fastify';
import { Value } from 'typebox/value';
import { problem } from '../errors/problems.ts';
import { strictObject } from '../schema/basics.ts';
import { sendProblem, toClientError } from './error-handler.ts';
import { fieldErrors } from './field-errors.ts';
import { compileValidator, ValidationError } from './validator.ts';

/** Bytes; far more than any body of the API needs. */
const bodyLimit = 64 * 1024;

/** Levels of nesting in a body. The API's own bodies have two, and the validator recurses once for each level. */
const maxBodyDepth = 8;

type SchemaController = NonNullable<FastifyServerOptions['schemaController']>;

/**
 * TypeBox checks requests, and JSON.stringify writes answers, because views list their members themselves. So Fastify's
 * own compilers are never loaded. (Its types allow no others, hence the cast.)
 */
const schemaController = {
  compilersFactory: { buildValidator: () => compileValidator, buildSerializer: () => () => JSON.stringify },
} as unknown as SchemaController;

/** The options of every server of the API. */
export function serverOptions(newId: () => string) {
  return {
    bodyLimit,
    schemaController,
    logger: false,
    // For what the router refuses before there is a route: a path that cannot be decoded, an id that is far too long.
    frameworkErrors: (error, request, reply) => void sendProblem(toClientError(error), request, reply),
    exposeHeadRoutes: false,
    // The Lambda entry sets the header to the gateway's request id, whatever the client sent.
    requestIdHeader: 'x-request-id',
    genReqId: () => newId(),
  } as const satisfies FastifyServerOptions;
}

const nothing = strictObject({});

/** The media type that a PATCH may have beside JSON (RFC 7396, 4). */
const mergePatchType = 'application/merge-patch+json';

/**
 * Refuses query parameters and bodies of routes without a schema for them, as the others refuse unknown members. An
 * empty object counts as no body there, also when it is compared for an Idempotency-Key.
 */
export function registerStrictRequests(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const consumes = route.method === 'PATCH' ? { consumes: ['application/json', mergePatchType] } : {};
    route.schema = { querystring: nothing, ...consumes, ...route.schema };
  });
  app.addHook('preValidation', async (request) => {
    const { is404, routeOptions, body } = request;
    if (is404 || routeOptions.schema?.body || body === undefined) return;
    if (!Value.Check(nothing, body)) {
      throw new ValidationError(fieldErrors(Value.Errors(nothing, body), body, ''));
    }
    request.body = undefined;
  });
}

/**
 * The parsing of bodies: only JSON, and an empty body is none. PATCH takes merge patches too. A member named
 * `__proto__` is parsed like any other, so that schemas refuse it by name.
 */
export function registerParsing(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('ignore', 'ignore');
  app.removeAllContentTypeParsers();
  const types = ['application/json', mergePatchType];
  app.addContentTypeParser(types, { parseAs: 'string' }, (request, body, done) => {
    if (isMergePatch(request) && request.method !== 'PATCH') done(problem('request.media-type'));
    else if (body.length === 0) done(null, undefined);
    else {
      parse(request, String(body), (error, value) =>
        done(error ?? (isDeeperThan(maxBodyDepth, value) ? tooDeep() : null), value),
      );
    }
  });
}

function isMergePatch({ headers }: FastifyRequest): boolean {
  return headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() === mergePatchType;
}

/** Whether arrays and objects in `value` are nested deeper than `levels`. */
function isDeeperThan(levels: number, value: unknown): boolean {
  let layer: unknown[] = [value];
  for (let level = 0; level <= levels; level++) {
    layer = layer.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
    if (layer.length === 0) return false;
  }
  return true;
}

function tooDeep() {
  const message = `must not be nested deeper than ${maxBodyDepth} levels`;
  return new ValidationError([{ pointer: '', message }]);
}
