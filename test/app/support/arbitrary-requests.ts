import { readFileSync } from 'node:fs';
import fc from 'fast-check';

/** A schema of docs/openapi.json, as far as requests are made of it here. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: Schema;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
}

const description = JSON.parse(
  readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8'),
) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: string;
  /** With the query, encoded or not as it is. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What is sent again and again by those who look for a weakness. */
const hostileTexts = [
  '',
  ' ',
  '..',
  '../../health',
  '__proto__',
  'constructor',
  '\u0000',
  '\r\nx: y',
  '\ud800',
  '\u202e',
  '\u200b',
  'e\u0301'.repeat(300),
  "'; DROP TABLE x; --",
  '{{7*7}}',
  '#',
  '?a=b',
  '%00',
  '%2e%2e%2f',
  '-1',
  '1e309',
  '9'.repeat(400),
  'null',
  'NaN',
  '9999-12-31',
  '0000-00-00',
  'a'.repeat(5000),
];

const anyText = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
);
const anyJson = fc.oneof(
  fc.jsonValue(),
  anyText,
  fc.constantFrom(null, true, 0, -0, 1.5, 1e308, -1, [], {}, [[]], { a: { b: { c: [1] } } }),
);

/** Mostly what `schema` wants, and now and then what it does not. */
function anyOf(schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 6, arbitrary: wellOf(schema, ids) }, { weight: 1, arbitrary: anyJson });
}

function wellOf(schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) {
    return wellOf(description.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, ids);
  }
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => wellOf(one, ids)));
  switch (schema.type) {
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -5, max: Math.min(schema.maximum ?? 100, 1_000_000) });
    case 'array':
      return fc.array(anyOf(schema.items ?? {}, ids), { maxLength: 3 });
    case 'object':
      return objectOf(schema, ids);
    case 'null':
      return fc.constant(null);
    case 'string':
      return stringOf(schema, ids);
    default:
      return anyJson;
  }
}

function stringOf({ format }: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  if (format === 'uuid') return fc.oneof(fc.constantFrom(...ids), fc.uuid());
  if (format === 'date') return fc.constantFrom('2026-03-04', '2024-02-29', '2025-02-29', '2000-01-01');
  return fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('Cafe', 'Zu\u0308rich'));
}

function objectOf({ properties = {}, required = [] }: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  const members = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, anyOf(schema, ids)]),
  );
  const more = fc.oneof(
    { weight: 9, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.dictionary(anyText, anyJson, { maxKeys: 2 }) },
  );
  return fc
    .tuple(fc.record(members, { requiredKeys: [...required] }), more)
    .map(([well, surplus]) => ({ ...well, ...surplus }));
}

/** What a path or a query makes of a text: encoded once as it ought to be, twice, or only where it must be. */
const encoded = (text: fc.Arbitrary<string>) =>
  fc.tuple(text, fc.constantFrom(1, 1, 1, 2, 0)).map(([given, times]) => {
    const once = encodeURIComponent(given.toWellFormed());
    if (times === 0) return once.replace(/%(?:2E|2F|3B|40|3A)/gi, (code) => decodeURIComponent(code));
    return times === 1 ? once : encodeURIComponent(once);
  });

function pathOf(template: string, ids: readonly string[]): fc.Arbitrary<string> {
  const segments = template
    .split('/')
    .map((segment) =>
      segment.startsWith('{')
        ? fc.oneof(
            { weight: 4, arbitrary: fc.constantFrom(...ids) },
            { weight: 1, arbitrary: encoded(anyText) },
          )
        : fc.constant(segment),
    );
  return fc.tuple(...segments).map((parts) => parts.join('/'));
}

function queryOf(parameters: readonly Parameter[]): fc.Arbitrary<string> {
  const known = parameters.filter((parameter) => parameter.in === 'query');
  const pairs = known.map(({ name, schema }) =>
    fc.tuple(fc.constant(name), encoded(anyOf(schema, []).map(String))),
  );
  const surplus = fc.tuple(encoded(anyText), encoded(anyText));
  const pair = fc.oneof(
    { weight: 1, arbitrary: surplus },
    ...pairs.map((one) => ({ weight: 3, arbitrary: one })),
  );
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant('') },
    {
      weight: 3,
      arbitrary: fc
        .array(pair, { minLength: 1, maxLength: 4 })
        .map((all) => `?${all.map(([name, value]) => `${name}=${value}`).join('&')}`),
    },
  );
}

const headerText = fc.oneof(
  fc.constantFrom('*', '"1"', 'W/"1"', '"1", "2"', '', 'null', '\u00ff', 'a'.repeat(300)),
  fc.string().map((text) => text.replace(/[^\x20-\x7e\x80-\xff]/g, '')),
);
const headerNames = [
  'if-match',
  'idempotency-key',
  'x-request-id',
  'x-apigateway-event',
  'x-aws-lambda-fastify-request',
  'x-amzn-trace-id',
  'x-forwarded-for',
  'x-http-method-override',
  'accept',
  'accept-encoding',
  'cookie',
  'origin',
  '__proto__',
];

function headersOf(): fc.Arbitrary<Record<string, string>> {
  const contentType = fc.oneof(
    { weight: 8, arbitrary: fc.constant('application/json') },
    {
      weight: 1,
      arbitrary: fc.constantFrom('text/plain', 'application/json; charset=utf-16', 'a/b;c', ';', ''),
    },
  );
  return fc
    .tuple(
      fc.array(fc.tuple(fc.constantFrom(...headerNames), headerText), { maxLength: 4 }),
      fc.oneof({ weight: 3, arbitrary: fc.constant('*') }, { weight: 1, arbitrary: headerText }),
      contentType,
    )
    .map(([pairs, ifMatch, type]) => ({
      'if-match': ifMatch,
      ...Object.fromEntries(pairs),
      'content-type': type,
    }));
}

function bodyOf(schema: Schema | undefined, ids: readonly string[]): fc.Arbitrary<string | undefined> {
  const raw = fc.constantFrom(
    '{',
    '[[',
    '"',
    '\u0000',
    '{"a":1,"a":2}',
    '{"__proto__":{"isAdmin":true}}',
    '{"constructor":{"prototype":{}}}',
    '['.repeat(20_000) + ']'.repeat(20_000),
    `{"tags":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
    'x'.repeat(70_000),
    '{"merchant":"\\ud800"}',
    '\ufeff{}',
  );
  const json = fc.oneof(
    { weight: 5, arbitrary: schema ? wellOf(schema, ids) : fc.constant(undefined) },
    { weight: 2, arbitrary: anyJson },
  );
  return fc.oneof(
    { weight: 6, arbitrary: json.map((value) => (value === undefined ? undefined : JSON.stringify(value))) },
    { weight: 1, arbitrary: raw },
  );
}

/**
 * Requests to the route `key` (`GET /expenses/{id}`) of docs/openapi.json: near enough to what it takes that they get
 * past the first check, and hostile in some place. `ids` are of things that are there.
 */
export function requestsTo(key: string, ids: readonly string[]): fc.Arbitrary<WireRequest> {
  const [method = '', template = ''] = key.split(' ');
  const { parameters = [], requestBody } = description.paths[template]?.[method.toLowerCase()] ?? {};
  return fc
    .tuple(
      pathOf(template, ids),
      queryOf(parameters),
      headersOf(),
      bodyOf(requestBody?.content['application/json'].schema, ids),
    )
    .map(([path, query, headers, body]) => ({
      method,
      path: `${path}${query}`,
      headers,
      ...(body !== undefined && method !== 'GET' ? { body } : {}),
    }));
}
