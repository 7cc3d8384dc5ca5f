import { Type } from 'typebox';
import { type ProblemCode, problems } from '../errors/problems.ts';
import { strictObject, visibleAscii } from '../schema/basics.ts';

export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'Stable: what a program may rely on. See docs/problems.md.' }),
    detail: Type.Optional(Type.String()),
    errors: Type.Optional(Type.Array(Type.Object({ pointer: Type.String(), message: Type.String() }))),
    requestId: Type.String(),
  },
  { title: 'Problem' },
);

/** The problems of every route: an unknown query parameter, a malformed request, an unknown path, an internal error. */
const anyRoute = [
  'request.invalid',
  'request.refused',
  'route.not-found',
  'internal.error',
] as const satisfies readonly ProblemCode[];

/**
 * The error responses of a route, by status, with the codes that each can have: `codes`, and those of every route with a
 * caller.
 */
export function problemResponses(...codes: readonly ProblemCode[]) {
  return responsesOf(['auth.required', ...codes, ...anyRoute]);
}

/** The error responses of a public route. */
export function publicProblemResponses() {
  return responsesOf(anyRoute);
}

function responsesOf(codes: readonly ProblemCode[]) {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set(codes)) {
    const { status } = problems[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, all]) => [
      status,
      {
        description: all.map((code) => `\`${code}\`: ${problems[code].title}`).join('\n\n'),
        content: { 'application/problem+json': { schema: Problem } },
      },
    ]),
  );
}

/** The problems of every route that reads a body, required or not. */
export const bodyProblems = [
  'request.malformed',
  'request.too-large',
  'request.media-type',
] as const satisfies readonly ProblemCode[];

/** The problems of every route that takes an Idempotency-Key. */
export const keyProblems = [
  'request.invalid',
  'idempotency.key-reused',
] as const satisfies readonly ProblemCode[];

/** The query parameters of a list: the size of a page, and where it begins. */
export const pageQuery = {
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 20, description: 'How many entries at most' }),
  cursor: Type.Optional(
    Type.String({ minLength: 1, maxLength: 1000, description: '`next` of the page before' }),
  ),
};

/** Where the next page of a list begins; absent on the last page. */
export const pageNext = {
  next: Type.Optional(Type.String({ description: 'The cursor of the next page; absent on the last one' })),
};

export const PageQuery = strictObject(pageQuery);

export const IfMatch = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      description: 'The entity tag that the expense has to have, as `etag` gave it (RFC 9110, 13.1.1)',
    }),
  ),
});
export const IdempotencyKey = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      pattern: visibleAscii,
      description:
        'A new text for each request, e.g. a UUID. For 24 hours a repetition with the same key does nothing again: it is answered as the first one was, with things as they are now.',
    }),
  ),
});
/** The headers of a POST that changes something that is there. */
export const ActionHeaders = Type.Object({ ...IfMatch.properties, ...IdempotencyKey.properties });
