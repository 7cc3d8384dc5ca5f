import swagger from '@fastify/swagger';
import { type AppDeps, buildApp } from '../app.ts';
import { currencies } from '../policies/money.ts';
import { GatewayAnswer, type Operation, withGatewayAnswers } from './gateway-answers.ts';
import { loadExamples } from './load-examples.ts';

/** The addresses of the API; the first is where the document itself came from. */
const servers = [
  { url: '.', description: 'The API that gave this document' },
  {
    url: 'https://{api}.execute-api.{region}.amazonaws.com',
    description: 'AWS; `api_url` in the outputs of the stack `api`',
    variables: { api: { default: 'a1b2c3d4e5' }, region: { default: 'us-east-1' } },
  },
  {
    url: 'http://127.0.0.1:{port}/_aws/execute-api/{api}',
    description: 'The local AWS; `npm start` prints it',
    variables: { port: { default: '4566' }, api: { default: 'a1b2c3d4e5' } },
  },
];

const tags = [
  { name: 'approvals', description: 'From a draft to a decision' },
  {
    name: 'expenses',
    description: 'What people have paid: their own drafts, and reading what they may know of',
  },
  { name: 'receipts', description: 'The files that belong to an expense' },
  { name: 'service', description: 'The service itself; needs no token' },
  { name: 'users', description: 'People: who they are, their roles and their managers' },
];

const description = `Expenses, their receipts and their approval. Errors are RFC 9457 problem documents; what API Gateway
answers by itself is \`{"message": …}\`.

**Texts** are in Unicode's Normalization Form C: others are brought to it. A text has something visible, no control
characters, no halves of surrogate pairs, no code points that stand for no character and nothing that turns the
direction of what stands around it; its length is counted in code points. Only comments and the description of an expense have line breaks.

**What is not known is refused**: members of bodies and query parameters alike, and a parameter that is given twice.`;

/**
 * The OpenAPI 3.1 document of the API's routes, as the text of docs/openapi.json. The deployed API serves that
 * file, so that the generator is no part of the Lambda function.
 */
export async function generateOpenApi(): Promise<string> {
  // No route runs here, so the dependencies are not used.
  const app = buildApp({} as AppDeps, (server) => {
    server.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Expense tracker',
          version: '1.0.0',
          description,
          license: { name: 'MIT', identifier: 'MIT' },
        },
        tags,
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
  const document = tidy(app.swagger() as unknown as JsonObject, await loadExamples());
  await app.close();
  return `${JSON.stringify(document, null, 2)}\n`;
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

interface JsonObject {
  [name: string]: unknown;
}

/**
 * Moves every schema with a title to components/schemas, once, and marks parameters with a default and bodies that
 * may be empty as optional.
 */
function tidy(document: JsonObject, examples: Readonly<Record<string, unknown>>): JsonObject {
  const schemas: JsonObject = {};
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (!isObject(value)) return value;
    const copy: JsonObject = {};
    for (const [name, member] of Object.entries(value)) copy[name] = visit(member);
    if (copy.in === 'query' && isObject(copy.schema) && 'default' in copy.schema) copy.required = false;
    if (isOptionalBody(value)) copy.required = false;
    if (copy.description === 'Default Response') copy.description = 'Success';
    const { title } = copy;
    if (typeof title !== 'string' || !('type' in copy || 'enum' in copy)) return copy;
    schemas[title] = withoutTitle(copy);
    return { $ref: `#/components/schemas/${title}` };
  };
  const { components, paths, ...rest } = document;
  const visited = withGateway(visit(paths) as Paths);
  schemas.GatewayAnswer = GatewayAnswer;
  schemas.Currency = { ...(schemas.Currency as JsonObject), enum: currencies() };
  const sorted = Object.fromEntries(
    Object.entries(schemas)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([title, schema]) => [
        title,
        title in examples ? { ...(schema as JsonObject), examples: [examples[title]] } : schema,
      ]),
  );
  return { ...rest, servers, paths: visited, components: { ...(components as JsonObject), schemas: sorted } };
}

/** Whether a request body has no member that is required. */
function isOptionalBody({ content, required }: JsonObject): boolean {
  if (required !== true || !isObject(content)) return false;
  const media = content['application/json'];
  const schema = isObject(media) ? media.schema : undefined;
  return isObject(schema) && !('required' in schema) && !('minProperties' in schema);
}

function withGateway(paths: Paths): Paths {
  const gated = (item: Paths[string]) =>
    Object.entries(item).map(([method, operation]) => [method, withGatewayAnswers(operation)] as const);
  return Object.fromEntries(
    Object.entries(paths).map(([path, item]) => [path, Object.fromEntries(gated(item))]),
  );
}

function withoutTitle({ title, ...schema }: JsonObject): JsonObject {
  return schema;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}
