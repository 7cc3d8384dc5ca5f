import { Type } from 'typebox';
import type { App } from './app-types.ts';
import { publicProblemResponses } from './schemas.ts';

const tags = ['service'];

/** The public routes: whether the service answers, and its own description. */
export function registerServiceRoutes(app: App, openApi: object): void {
  const document = JSON.stringify(openApi);
  app.get(
    '/health',
    {
      config: { public: true },
      schema: {
        operationId: 'getHealth',
        summary: 'Whether the service answers',
        tags,
        security: [],
        response: {
          200: Type.Object({ status: Type.Literal('ok') }, { title: 'Health' }),
          ...publicProblemResponses(),
        },
      },
    },
    async () => ({ status: 'ok' as const }),
  );

  app.get(
    '/openapi.json',
    {
      config: { public: true },
      schema: {
        operationId: 'getOpenApi',
        summary: 'This description',
        tags,
        security: [],
        response: {
          200: Type.Unknown({ description: 'An OpenAPI 3.1 document' }),
          ...publicProblemResponses(),
        },
      },
    },
    async (_request, reply) => reply.type('application/json').serializer(String).send(document),
  );
}
