import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../localstack/stack/sources/synthesis.ts';

let folder: string;
beforeAll(async () => {
  // Inside the checkout, where packages are found.
  await mkdir(path.join(ROOT, '.cache'), { recursive: true });
  folder = await mkdtemp(path.join(ROOT, '.cache', 'type-check-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the type checker says of a file, by the rules of a project. */
async function complaintsOf(project: string, code: string): Promise<string> {
  const settings = {
    extends: path.join(ROOT, project),
    compilerOptions: { incremental: false },
    include: ['probe.ts'],
    exclude: [],
  };
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(settings));
  await writeFile(path.join(folder, 'probe.ts'), code);
  const tsc = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  return new Promise((resolve) => {
    execFile(process.execPath, [tsc, '--noEmit', '-p', folder], (_, stdout) => resolve(stdout));
  });
}

const node = "import { readFile } from 'node:fs/promises';\nvoid readFile;\n";
const k6 = "import http from 'k6/http';\nvoid http;\n";
const iterates = (body: string) => `
  import { scenario } from '${path.join(ROOT, 'load', 'k6', 'scenarios', 'scenario.ts')}';
  export const probe = scenario({
    title: 'Somebody looks at themselves',
    rate: 1,
    iterationSeconds: 1,
    demand: { requests: 1, signIns: 0, executions: 0 },
    routes: { 'GET /me': {} },
    figures: { own_delay: { embedded: 1, localstack: 1, ministack: 1, stage: 1 } },
    counters: [],
    fewestRequests: [1],
    iterate(user) {
      ${body}
    },
  });`;

describe('npm run check:types', () => {
  test('checks k6’s code as well as that of Node', async () => {
    const { scripts } = (await import('../../package.json', { with: { type: 'json' } })).default;
    expect(scripts['check:types']).toMatch(/ tsc --noEmit && tsc --noEmit -p load\/k6$/);
  });

  test.each([
    ['Node', 'Node has', 'tsconfig.json', node],
    ['k6', 'k6 has', 'load/k6/tsconfig.json', k6],
  ])('lets code of %s import what %s', async (_, _what, project, code) => {
    expect(await complaintsOf(project, code)).toBe('');
  });

  test('refuses an import of Node in code of k6', async () => {
    expect(await complaintsOf('load/k6/tsconfig.json', node)).toContain(
      "probe.ts(1,26): error TS2591: Cannot find name 'node:fs/promises'.",
    );
  });

  test('refuses an import of k6 in code of Node', async () => {
    expect(await complaintsOf('tsconfig.json', k6)).toMatch(
      /^\S*probe\.ts\(1,18\): error TS2306: File '\S+load\/k6\/only-in-k6\.d\.ts' is not a module\.$/m,
    );
  });

  test('refuses in Node a module of k6 that is imported by way of another', async () => {
    const main = JSON.stringify(path.join(ROOT, 'load', 'k6', 'request.ts'));
    expect(await complaintsOf('tsconfig.json', `import { send } from ${main};\nvoid send;\n`)).toContain(
      "only-in-k6.d.ts' is not a module",
    );
  });

  test('refuses a scenario that calls a route, or measures a figure, which it does not declare', async () => {
    const wrong = iterates("user.call('GET /you', { path: '/you' }); user.measure('other_delay', 1);");
    const complaints = await complaintsOf('load/k6/tsconfig.json', wrong);
    expect(complaints).toContain('Argument of type \'"GET /you"\'');
    expect(complaints).toContain('Argument of type \'"other_delay"\'');
    const right = iterates("user.call('GET /me', { path: '/me' }); user.measure('own_delay', 1);");
    expect(await complaintsOf('load/k6/tsconfig.json', right)).toBe('');
  });
});
