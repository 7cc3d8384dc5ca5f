import swagger from '@fastify/swagger';
import { type AppDeps, buildApp } from '../app.ts';

/**
 * The OpenAPI 3.1 document of the API's routes, as the text of docs/openapi.json. The deployed API serves that
 * file, so that the generator is no part of the Lambda function.
 */
export async function generateOpenApi(): Promise<string> {
  // No route runs here, so nothing is asked of the dependencies.
  const app = buildApp({} as AppDeps, (server) => {
    server.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Expense tracker',
          version: '1.0.0',
          description: 'Expenses, their receipts and their approval. Errors are RFC 9457 problem documents.',
        },
        security: [{ accessToken: [] }],
        components: {
          securitySchemes: {
            accessToken: {
              type: 'http',
              scheme: 'bearer',
              bearerFormat: 'JWT',
              description: 'An access token (not an ID token) of the user pool',
            },
          },
        },
      },
    });
  });
  await app.ready();
  const document = tidy(app.swagger() as unknown as JsonObject);
  await app.close();
  return `${JSON.stringify(document, null, 2)}\n`;
}

interface JsonObject {
  [name: string]: unknown;
}

/**
 * Moves every schema with a title to components/schemas, once, and says of parameters with a default, and of bodies
 * that may be empty, that they are optional.
 */
function tidy(document: JsonObject): JsonObject {
  const schemas: JsonObject = {};
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (!isObject(value)) return value;
    const copy: JsonObject = {};
    for (const [name, member] of Object.entries(value)) copy[name] = visit(member);
    if (copy.in === 'query' && isObject(copy.schema) && 'default' in copy.schema) copy.required = false;
    if (mayBeLeftOut(value)) copy.required = false;
    if (copy.description === 'Default Response') copy.description = 'Success';
    const { title } = copy;
    if (typeof title !== 'string' || !('type' in copy || 'enum' in copy)) return copy;
    schemas[title] = withoutTitle(copy);
    return { $ref: `#/components/schemas/${title}` };
  };
  const { components, paths, ...rest } = document;
  const visited = visit(paths);
  const sorted = Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...rest, paths: visited, components: { ...(components as JsonObject), schemas: sorted } };
}

/** Whether a request body has no member that is required. */
function mayBeLeftOut({ content, required }: JsonObject): boolean {
  if (required !== true || !isObject(content)) return false;
  const media = content['application/json'];
  const schema = isObject(media) ? media.schema : undefined;
  return isObject(schema) && !('required' in schema) && !('minProperties' in schema);
}

function withoutTitle({ title, ...schema }: JsonObject): JsonObject {
  return schema;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}
