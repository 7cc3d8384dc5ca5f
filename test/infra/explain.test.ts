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
  const said = await new Promise<string>((done) => {
    execFile(process.execPath, ['main.ts'], { cwd: folder }, (_error, stdout) => done(stdout));
  });
  expect(said).toMatch(/^data\.ts:2: Unexpected token `=`/);
});

it('leaves what the definition itself says as it is', () => {
  expect(explain(new Error('STAGE must be lower case'), folder)).toBe('STAGE must be lower case');
});
