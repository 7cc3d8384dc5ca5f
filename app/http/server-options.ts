import type { FastifyInstance, FastifyRequest, FastifyServerOptions } from 'fastify';
import { Value } from 'typebox/value';
import { problem } from '../errors/problems.ts';
import { strictObject } from '../schema/basics.ts';
import { sendProblem, toProblem } from './error-handler.ts';
import { fieldErrors } from './field-errors.ts';
import { compileValidator, ValidationError } from './validator.ts';

/** Bytes; no body of the API comes near it. */
const bodyLimit = 64 * 1024;

/** Levels of a body; none of the API has more than two, and what checks bodies follows each level by a call of its own. */
const maxBodyDepth = 8;

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

const nothing = strictObject({});

/** A change is a merge patch, and may be called one (RFC 7396, 4). */
const mergePatchType = 'application/merge-patch+json';

/**
 * Refuses query and body of a route that names none, as the others refuse what they do not name. An object without
 * members says nothing, so there it is none: also for the Idempotency-Key, which is compared afterwards.
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
 * What every server of the API does with bodies: JSON and nothing else, and an empty one is none. PATCH takes them as
 * merge patches too. A member named
 * `__proto__` is a member like any other here, so that schemas refuse it by name.
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

/** Whether `value` has arrays and objects within each other on more than `levels` levels. */
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
