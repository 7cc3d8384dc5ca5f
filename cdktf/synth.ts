import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { exclusively } from './exclusively.ts';
import { explain } from './explain.ts';
import { SETTING_NAMES } from './setting-names.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const OUTPUT = path.resolve(ROOT, process.env.CDKTF_OUTDIR ?? 'cdktf.out');
const MANIFEST = path.join(OUTPUT, 'manifest.json');
const STAMP = path.join(OUTPUT, 'stamp.txt');

/** Every file that can change the result; the Lambdas are in it, because the Terraform names the hash of their code. */
const INPUTS = ['main.ts', 'cdktf/**/*.ts', 'app/**/*.ts', 'docs/openapi.json', 'package-lock.json'];
const BUILD_RECORD = 'dist/lambda/build.json';

/** What the stacks in `cdktf.out` were made of: equal stamps, equal stacks. */
function stamp(): string {
  const hash = createHash('sha256');
  const files = globSync(INPUTS, { cwd: ROOT }).filter((file) => !file.endsWith('.test.ts'));
  for (const file of [...files.sort(), BUILD_RECORD]) {
    hash
      .update(`${file.replaceAll(path.sep, '/')}\0`)
      .update(read(file))
      .update('\0');
  }
  for (const name of SETTING_NAMES) hash.update(`${name}=${process.env[name] ?? ''}\0`);
  return hash.digest('hex');
}

function read(file: string): Buffer {
  const absolute = path.join(ROOT, file);
  return existsSync(absolute) ? readFileSync(absolute) : Buffer.alloc(0);
}

function isCurrent(): boolean {
  return existsSync(MANIFEST) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp();
}

const UP_TO_DATE = 'Stacks are up to date';

/** Builds the Lambdas and synthesizes the stacks, unless both are what the sources say already. */
async function synth(): Promise<string> {
  if (isCurrent()) return UP_TO_DATE;
  // Whoever comes second finds the stacks as the first has made them, and must not write them again: the first reads them.
  return exclusively(OUTPUT, async () => (isCurrent() ? UP_TO_DATE : synthesizeAll()));
}

async function synthesizeAll(): Promise<string> {
  // A stamp that outlived a failed attempt would call a half-written folder current.
  rmSync(STAMP, { force: true });
  process.chdir(ROOT);
  // Loaded only when there is something to do: that takes longer than finding out that there is not.
  const { synthesizeStacks } = await import('../main.ts');
  const { requireSettings } = await import('./settings.ts');
  await synthesizeStacks(requireSettings(process.env));
  writeFileSync(STAMP, stamp());
  const { stacks } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { stacks: Record<string, unknown> };
  return `Synthesized ${Object.keys(stacks).join(', ')}`;
}

const started = performance.now();
try {
  const done = await synth();
  console.log(`${done} (${(performance.now() - started).toFixed(0)} ms).`);
} catch (error) {
  console.error(explain(error, ROOT));
  process.exitCode = 1;
}
