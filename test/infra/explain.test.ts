import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { explain } from '../../cdktf/explain.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'explain-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('names file and line of a Lambda that does not build', async () => {
  writeFileSync(path.join(folder, 'sign-up.ts'), 'const fine = 1;\nconst broken = ;\n');
  const failure = await build({
    absWorkingDir: folder,
    entryPoints: ['sign-up.ts'],
    write: false,
    logLevel: 'silent',
  }).catch((error: unknown) => error);
  expect(explain(failure, folder)).toBe('sign-up.ts:2: Unexpected ";"');
});

it('names file and line of a stack that is no TypeScript', async () => {
  writeFileSync(path.join(folder, 'data.ts'), 'const fine = 1;\nexport const x: = 1;\n');
  const script = `
    import { explain } from ${JSON.stringify(path.resolve('cdktf/explain.ts'))};
    await import('./data.ts').catch((error) => console.log(explain(error, process.cwd())));`;
  writeFileSync(path.join(folder, 'main.ts'), script);
  const output = await new Promise<string>((done) => {
    execFile(process.execPath, ['main.ts'], { cwd: folder }, (_error, stdout) => done(stdout));
  });
  expect(output).toMatch(/^data\.ts:2: Unexpected token `=`/);
});

it('leaves what somebody else says as it is', () => {
  expect(explain(new Error('STAGE must be lower case'), folder)).toBe('STAGE must be lower case');
});

it('names file and line of what throws', async () => {
  writeFileSync(
    path.join(folder, 'naming.ts'),
    'const names: string[] = [];\nthrow new Error(String(names.length));\n',
  );
  const failure = await import(path.join(folder, 'naming.ts')).catch((error: unknown) => error);
  expect(explain(failure, folder)).toBe('naming.ts:2: 0');
});

it('leaves an error with a code as it is: it says by itself what is wrong', async () => {
  writeFileSync(
    path.join(folder, 'io.ts'),
    "import { readFileSync } from 'node:fs';\nreadFileSync('/no/such/file');\n",
  );
  const failure = await import(path.join(folder, 'io.ts')).catch((error: unknown) => error);
  expect(explain(failure, folder)).toBe("ENOENT: no such file or directory, open '/no/such/file'");
});
