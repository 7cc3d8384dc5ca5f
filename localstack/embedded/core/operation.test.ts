import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { createEmbeddedAws, serviceNames } from '../index.ts';
import { declaredParts, defineOperation, type OperationDeclaration } from './operation.ts';

const EMBEDDED = join(import.meta.dirname, '..');

interface OperationsModule {
  readonly declarations?: readonly OperationDeclaration<never>[];
}

const isDeclaration = (value: unknown): value is OperationDeclaration<never> =>
  typeof value === 'object' && value !== null && 'run' in value && 'authorization' in value;

/** e.g. `ListObjectsV2` → `list-objects-v2`. */
const fileNameOf = (operation: string): string =>
  operation
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();

const modulesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(({ name }) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'index.ts')
    .map(({ name, parentPath }) => ({
      name: name.replace(/\.ts$/, ''),
      url: pathToFileURL(join(parentPath, name)).href,
    }));

async function servicesWithDeclarations() {
  const found: { readonly service: string; readonly listed: ReadonlySet<string> }[] = [];
  for (const { name, parentPath } of readdirSync(EMBEDDED, { recursive: true, withFileTypes: true })) {
    if (name !== 'operations') continue;
    const index = pathToFileURL(join(parentPath, name, 'index.ts')).href;
    const { declarations = [] } = (await import(index)) as OperationsModule;
    const service = parentPath.slice(EMBEDDED.length + 1);
    found.push({ service, listed: new Set(declarations.map((declaration) => declaration.name)) });
  }
  return found;
}

test('every service has the same plan', async () => {
  const services = await servicesWithDeclarations();
  const plan = ['index.ts', 'errors.ts', 'model.ts', 'operations'];
  const missing = services.flatMap(({ service }) => {
    // A large service has the model of each feature in that feature's folder.
    const parts = readdirSync(join(EMBEDDED, service), { recursive: true, encoding: 'utf8' });
    return plan
      .filter((part) => !parts.some((file) => file === part || file.endsWith(`/${part}`)))
      .map((part) => `${service}/${part}`);
  });
  expect(missing).toEqual([]);
  expect(services).toHaveLength(serviceNames.length);
});

test('every operation stands in a file of its name, and its service lists it', async () => {
  const misplaced: string[] = [];
  let count = 0;
  for (const { service, listed } of await servicesWithDeclarations()) {
    for (const { name, url } of modulesOf(join(EMBEDDED, service, 'operations'))) {
      const exported = (await import(url)) as Record<string, unknown>;
      const names = Object.values(exported)
        .filter(isDeclaration)
        .map((declaration) => declaration.name);
      count += names.length;
      if (names.length > 1) misplaced.push(`${service}: ${name}.ts declares ${names.join(', ')}`);
      for (const operation of names) {
        if (fileNameOf(operation) !== name) misplaced.push(`${service}: ${name}.ts declares ${operation}`);
        if (!listed.has(operation))
          misplaced.push(`${service}: operations/index.ts does not list ${operation}`);
      }
    }
  }
  expect(misplaced).toEqual([]);
  expect(count).toBeGreaterThan(0);
});

test('what a service answers is what its operations declare', async () => {
  await using aws = await createEmbeddedAws();
  const declared = await servicesWithDeclarations();
  for (const { service, listed } of declared) {
    const running = [...aws.services.values()].find(({ operations }) =>
      [...listed].every((operation) => Object.hasOwn(operations, operation)),
    );
    expect.soft(running && Object.keys(running.operations).sort(), service).toEqual([...listed].sort());
  }
});

test('a declaration makes the entry of each map', async () => {
  const greet = defineOperation({
    name: 'Greet',
    authorization: (_input, { region }, greeting: string) => [
      { action: 'test:Greet', resource: region + greeting },
    ],
    http: { method: 'GET', path: '/greetings/{Name}' },
    unsigned: true,
    run: (greeting: string, input: { readonly Name: string }) => ({ Text: `${greeting}, ${input.Name}` }),
  });
  const { operations, authorization, routes, unsigned } = declaredParts('Hello', [greet]);
  const call = { principal: { arn: 'arn', accountId: '1' }, requestId: 'r' };
  expect(await operations.Greet?.({ Name: 'Ada' } as never, call)).toEqual({ Text: 'Hello, Ada' });
  expect(authorization.Greet?.({}, { region: 'r-', accountId: '1' })).toEqual([
    { action: 'test:Greet', resource: 'r-Hello' },
  ]);
  expect(routes).toEqual([{ operation: 'Greet', method: 'GET', path: '/greetings/{Name}' }]);
  expect(unsigned).toEqual(['Greet']);
});

test("a service's metering stands around its operations, with what each declares", async () => {
  const greet = defineOperation({
    name: 'Greet',
    authorization: () => [],
    metering: 'greetings',
    run: (greeting: string) => greeting,
  });
  const counted: unknown[] = [];
  const { operations } = declaredParts('Hello', [greet], (run, metering) => async (input, call) => {
    const output = await run(input, call);
    counted.push([metering, output]);
    return output;
  });
  const call = { principal: { arn: 'arn', accountId: '1' }, requestId: 'r' };
  expect(await operations.Greet?.({} as never, call)).toBe('Hello');
  expect(counted).toEqual([['greetings', 'Hello']]);
});
