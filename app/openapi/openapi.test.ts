import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { currencies } from '../policies/money.ts';
import { generateOpenApi } from './generate.ts';
import { loadExamples } from './load-examples.ts';

interface Media {
  readonly schema: { readonly $ref?: string };
}
interface Body {
  readonly content?: Readonly<Record<string, Media>>;
}
interface Operation {
  readonly operationId: string;
  readonly security?: readonly unknown[];
  readonly tags: readonly string[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body>>;
}
interface Description {
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, { examples?: unknown[]; enum?: unknown[] }>>;
  };
}

const examples = await loadExamples();
const generated = await generateOpenApi();
const description = JSON.parse(generated) as Description;
const { schemas } = description.components;
const operations = Object.values(description.paths).flatMap((item) => Object.values(item));
const titleOf = ({ $ref }: Media['schema']) => $ref?.replace('#/components/schemas/', '');

describe('the description', () => {
  it('stands in docs/openapi.json', async () => {
    const written = await readFile(new URL('../../docs/openapi.json', import.meta.url), 'utf8');
    expect(written, 'run: npm run docs').toBe(generated);
  });

  it("says of every error that it is a problem document, or the gateway's own answer", () => {
    const errors = operations
      .flatMap(({ responses }) => Object.entries(responses))
      .filter(([status]) => Number(status) >= 400);
    expect(errors.length).toBeGreaterThan(50);
    for (const [, { content = {} }] of errors) {
      const { 'application/problem+json': own, 'application/json': gateway, ...others } = content;
      expect(own ?? gateway).toBeDefined();
      if (own) expect(own.schema).toEqual({ $ref: '#/components/schemas/Problem' });
      if (gateway) expect(gateway.schema).toEqual({ $ref: '#/components/schemas/GatewayAnswer' });
      expect(others).toEqual({});
    }
  });

  it('says 401 of every route but the public ones', () => {
    const open = operations.filter(({ responses }) => !('401' in responses));
    expect(open.map(({ operationId, security }) => [operationId, security])).toEqual([
      ['getHealth', []],
      ['getOpenApi', []],
    ]);
  });

  it('says first that the API is where it came from itself, with or without a path of its own', () => {
    const [{ url } = { url: '' }] = description.servers;
    expect(new URL(url, 'https://api.example.com/openapi.json').href).toBe('https://api.example.com/');
    const local = 'http://127.0.0.1:4566/_aws/execute-api/a1/';
    expect(new URL(url, `${local}openapi.json`).href).toBe(local);
  });

  it('lists every currency that a new expense can be in, once', () => {
    expect(schemas.Currency?.enum).toEqual(currencies());
    expect(JSON.stringify(description).split('"XCG"')).toHaveLength(2);
  });

  it('describes each tag that an operation has, and no other', () => {
    const used = new Set(operations.flatMap(({ tags }) => tags));
    expect(description.tags.map(({ name }) => name).sort()).toEqual([...used].sort());
  });

  it('says of each operation what the gateway answers by itself', () => {
    for (const { operationId, security, responses } of operations) {
      const own = ['429', '500', '503', ...(security?.length === 0 ? [] : ['401', '403'])];
      const gateways = Object.entries(responses).filter(
        ([status, { content }]) => Number(status) >= 400 && content?.['application/json'],
      );
      expect([operationId, gateways.map(([status]) => status).sort()]).toEqual([operationId, own.sort()]);
    }
  });
});

describe('the examples', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(description, 'api');

  it.each(Object.keys(examples))('of %s fits its schema', (title) => {
    const validate = ajv.compile({ $ref: `api#/components/schemas/${title}` });
    const [example] = schemas[title]?.examples ?? [];
    expect(example).toBeDefined();
    validate(example);
    expect(validate.errors).toBeNull();
  });

  it('are there for every body and every answer that is JSON', () => {
    const bodies = operations.flatMap(({ requestBody = {}, responses, operationId }) =>
      [requestBody, ...Object.values(responses)].flatMap(({ content = {} }) =>
        Object.values(content).map(({ schema }) => ({ operationId, title: titleOf(schema) })),
      ),
    );
    // The description describes itself no further.
    const without = bodies.filter(
      ({ title = '', operationId }) => !(title in examples) && operationId !== 'getOpenApi',
    );
    expect(without).toEqual([]);
  });
});
