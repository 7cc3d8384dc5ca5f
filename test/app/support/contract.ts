import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

interface Media {
  readonly schema?: unknown;
}

interface Operation {
  readonly operationId: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { readonly name: string }[];
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, Media>> }>
  >;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** One route of the API as docs/openapi.json describes it. */
export interface Route {
  /** e.g. `GET /expenses/{id}`, as API Gateway writes it. */
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly public: boolean;
  readonly operation: Operation;
}

/** What came back for a request. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const read = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
const description = JSON.parse(read('openapi.json')) as Description;

/** Every route of docs/openapi.json. */
export const routes: readonly Route[] = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([name, operation]) => {
    const method = name.toUpperCase();
    return { key: `${method} ${path}`, method, path, public: operation.security?.length === 0, operation };
  }),
);

/** The status of every code in docs/problems.md. */
export const problemCodes: ReadonlyMap<string, number> = new Map(
  [...read('problems.md').matchAll(/^\| `([^`]+)` *\| (\d+) *\|/gm)].map(([, code = '', status]) => [
    code,
    Number(status),
  ]),
);

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(description, 'api');

/** The route that a request takes; undefined where the description has none. */
export function routeOf(method: string, path: string): Route | undefined {
  const segments = (path.split('?')[0] ?? '').split('/').map(decoded);
  return routes.find((route) => {
    const pattern = route.path.split('/');
    return (
      route.method === method &&
      pattern.length === segments.length &&
      pattern.every((part, index) => part.startsWith('{') || part === segments[index])
    );
  });
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/**
 * Holds an answer to docs/openapi.json: its status is documented for the route, its body fits the schema, and an error
 * is a problem document with a code that docs/problems.md has and the route's description names. Throws what is wrong.
 */
export function checkContract(method: string, path: string, answer: RawAnswer): void {
  if (isGatewaysOwn(answer) || (method === 'HEAD' && answer.status === 404)) return;
  const faults = faultsOf(method, path, answer);
  if (faults === undefined) return;
  throw new Error(`${method} ${path} answered ${answer.status}: ${faults}\n${answer.text}`);
}

function faultsOf(method: string, path: string, answer: RawAnswer): string | undefined {
  const route = routeOf(method, path);
  if (!route) return 'docs/openapi.json has no such route';
  const documented = route.operation.responses[answer.status];
  if (!documented) return `${route.key} documents no ${answer.status}`;
  if (answer.status === 204) return answer.text === '' ? undefined : 'a 204 with a body';
  const type = mediaTypeOf(answer);
  const expected = answer.status >= 400 ? 'application/problem+json' : 'application/json';
  const own = saysGateway(answer);
  if (!own && type !== expected) return `the content type is ${type}`;
  if (!documented.content?.[type]) return `${route.key} documents no ${type} for ${answer.status}`;
  const body: unknown = JSON.parse(answer.text);
  const validate = validatorOf(route, answer.status, type);
  if (!validate(body)) return ajv.errorsText(validate.errors);
  return answer.status >= 400 && !own ? problemFault(documented.description, answer.status, body) : undefined;
}

function problemFault(documented: string, status: number, body: unknown): string | undefined {
  const { code } = body as { code: string };
  if (problemCodes.get(code) !== status) return `docs/problems.md has no code ${code} with this status`;
  return documented.includes(`\`${code}\``) ? undefined : `the route does not document the code ${code}`;
}

/** What API Gateway says of a request that is none of a route: there is no such one, or what it says makes no sense. */
function isGatewaysOwn({ status, text }: RawAnswer): boolean {
  if (status === 400) return text === '{"message":"Bad Request"}';
  if (status === 431) return text === '{"message":"Request Header Fields Too Large"}';
  return status === 404 && text === '{"message":"Not Found"}';
}

/** Whether the gateway answers for a route, before or instead of the application. */
function saysGateway({ status, headers, text }: RawAnswer): boolean {
  if (status === 401) return headers.has('www-authenticate') && text === '{"message":"Unauthorized"}';
  return status === 429 && text === '{"message":"Too Many Requests"}';
}

const validators = new Map<string, ValidateFunction>();

function validatorOf({ path, method }: Route, status: number, type: string): ValidateFunction {
  const pointer = [
    'paths',
    path,
    method.toLowerCase(),
    'responses',
    String(status),
    'content',
    type,
    'schema',
  ]
    .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  const known = validators.get(pointer);
  if (known) return known;
  const made = ajv.compile({ $ref: `api#/${pointer}` });
  validators.set(pointer, made);
  return made;
}

function mediaTypeOf({ headers }: RawAnswer): string {
  return (headers.get('content-type') ?? 'none').split(';')[0] ?? '';
}
