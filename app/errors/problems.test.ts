import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { generateOpenApi } from '../openapi/generate.ts';
import { problems } from './problems.ts';

const documented = async () => {
  const text = await readFile(new URL('../../docs/problems.md', import.meta.url), 'utf8');
  return [...text.matchAll(/^\| `([^`]+)` *\| (\d+) *\| (.+?) *\|$/gm)].map(([, code, status, title]) => ({
    code,
    status: Number(status),
    title,
  }));
};

it('docs/problems.md lists exactly the codes of the table, with their status and title', async () => {
  const table = Object.entries(problems).map(([code, { status, title }]) => ({ code, status, title }));
  const byCode = (a: { code?: string | undefined }, b: { code?: string | undefined }) =>
    String(a.code) < String(b.code) ? -1 : 1;
  expect((await documented()).sort(byCode)).toEqual(table.sort(byCode));
});

it('docs/openapi.json is what the routes say', async () => {
  const written = await readFile(new URL('../../docs/openapi.json', import.meta.url), 'utf8');
  expect(written, 'run: node app/openapi/write.ts').toBe(await generateOpenApi());
});

it("every error that a route declares is a problem document, or the gateway's own answer", async () => {
  const { paths } = JSON.parse(await generateOpenApi()) as Description;
  const errors = Object.values(paths)
    .flatMap((methods) => Object.values(methods))
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

it('every route but the public ones declares 401', async () => {
  const { paths } = JSON.parse(await generateOpenApi()) as Description;
  const open = Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .filter(({ responses }) => !('401' in responses));
  expect(open.map(({ operationId, security }) => [operationId, security])).toEqual([
    ['getHealth', []],
    ['getOpenApi', []],
  ]);
});

interface Description {
  readonly paths: Record<string, Record<string, Operation>>;
}

interface Operation {
  readonly operationId: string;
  readonly security?: unknown[];
  readonly responses: Record<string, { content?: Record<string, { schema: unknown }> }>;
}
