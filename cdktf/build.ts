import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { neverLoaded } from '../app/config/bundle.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

/** What was built last, beside the bundles. */
const RECORD = 'build.json';

/** DOS time, which zip files carry, begins in 1980; a fixed one makes equal content equal bytes. */
const ZIP_TIME = '1980-01-01T12:00:00';

/** CommonJS dependencies call `require`, which an ES module does not have. */
const BANNER = [
  "import { createRequire as __createRequire } from 'node:module';",
  'const require = __createRequire(import.meta.url);',
].join('\n');

/** One built function. */
export interface Bundle {
  readonly name: string;
  /** Bytes of `index.mjs`. */
  readonly bytes: number;
  readonly zipBytes: number;
  /** SHA-256 of the zip in base64: what Lambda reports as CodeSha256. */
  readonly codeSha256: string;
}

/** What was built last, out of which inputs (each file's SHA-256 by its path). */
interface BuildRecord {
  readonly inputs: Readonly<Record<string, string>>;
  readonly bundles: readonly Bundle[];
}

export interface BuildResult {
  /** False: nothing had changed. */
  readonly built: boolean;
  readonly bundles: readonly Bundle[];
}

/**
 * Bundles every entry of `app/lambda` into `dist/lambda/NAME/index.mjs` and `dist/lambda/NAME.zip`, unless no input
 * has changed since the last time. The same sources give the same bytes on every machine.
 * @param root the checkout
 * @throws the errors of esbuild, which name file and line
 */
export async function build(root = ROOT): Promise<BuildResult> {
  const output = path.join(root, 'dist', 'lambda');
  const names = entryNames(root);
  const record = readRecord(output);
  if (record && isCurrent(record, names, root)) return { built: false, bundles: record.bundles };

  const { inputs, outputs } = await bundle(names, root);
  const { zipSync } = await import('fflate');
  const bundles = names.map((name) => pack(name, output, outputs, zipSync));
  removeStale(names, output);
  const fixed = ['package-lock.json', 'cdktf/build.ts', 'app/config/bundle.ts'];
  const next: BuildRecord = { inputs: hashes([...fixed, ...inputs], root), bundles };
  writeFileSync(path.join(output, RECORD), `${JSON.stringify(next, null, 2)}\n`);
  return { built: true, bundles };
}

function entryNames(root: string): string[] {
  return readdirSync(path.join(root, 'app', 'lambda'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => path.basename(file, '.ts'))
    .sort();
}

function readRecord(output: string): BuildRecord | undefined {
  try {
    return JSON.parse(readFileSync(path.join(output, RECORD), 'utf8')) as BuildRecord;
  } catch {
    // No record, or one that was cut off: build again.
    return undefined;
  }
}

function isCurrent(record: BuildRecord, names: readonly string[], root: string): boolean {
  const output = path.join(root, 'dist', 'lambda');
  const built = record.bundles.map((bundle) => bundle.name);
  if (built.join() !== names.join()) return false;
  const complete = names.every(
    (name) =>
      existsSync(path.join(output, `${name}.zip`)) && existsSync(path.join(output, name, 'index.mjs')),
  );
  return complete && Object.entries(record.inputs).every(([file, hash]) => fileHash(file, root) === hash);
}

async function bundle(names: readonly string[], root: string) {
  const output = path.join(root, 'dist', 'lambda');
  // Loaded only when there is something to build: starting it costs more than finding out that there is not.
  const esbuild = await import('esbuild');
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: names.map((name) => ({ in: `app/lambda/${name}.ts`, out: `${name}/index` })),
    outdir: 'dist/lambda',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: BANNER },
    minify: true,
    external: [...neverLoaded],
    sourcemap: 'external',
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const { metafile } = result;
  // Installed packages are fixed by the lock file, which is an input of its own.
  const inputs = Object.keys(metafile.inputs).filter((file) => !file.includes('node_modules/'));
  const outputs = new Map(
    result.outputFiles.map((file) => [
      path.relative(output, file.path).replaceAll(path.sep, '/'),
      file.contents,
    ]),
  );
  mkdirSync(output, { recursive: true });
  writeFileSync(path.join(output, 'metafile.json'), JSON.stringify(metafile));
  return { inputs, outputs };
}

function pack(
  name: string,
  output: string,
  outputs: ReadonlyMap<string, Uint8Array>,
  zipSync: typeof import('fflate').zipSync,
): Bundle {
  const code = outputs.get(`${name}/index.mjs`);
  const map = outputs.get(`${name}/index.mjs.map`);
  if (!code || !map) throw new Error(`esbuild wrote no bundle for app/lambda/${name}.ts`);
  // The map stays out of the zip: it is for people and tools, and would be half of what Lambda has to load.
  const zip = zipSync({ 'index.mjs': code }, { mtime: ZIP_TIME, level: 6 });
  mkdirSync(path.join(output, name), { recursive: true });
  writeIfChanged(path.join(output, name, 'index.mjs'), code);
  writeIfChanged(path.join(output, name, 'index.mjs.map'), map);
  writeIfChanged(path.join(output, `${name}.zip`), zip);
  const codeSha256 = createHash('sha256').update(zip).digest('base64');
  return { name, bytes: code.length, zipBytes: zip.length, codeSha256 };
}

/** Leaves an unchanged file alone and replaces a changed one at once: others watch these files and read them. */
function writeIfChanged(file: string, content: Uint8Array): void {
  if (existsSync(file) && readFileSync(file).equals(content)) return;
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content);
  renameSync(draft, file);
}

function removeStale(names: readonly string[], output: string): void {
  const expected = new Set(['metafile.json', RECORD, ...names.flatMap((name) => [name, `${name}.zip`])]);
  for (const entry of readdirSync(output)) {
    if (!expected.has(entry)) rmSync(path.join(output, entry), { recursive: true });
  }
}

/** SHA-256 of each file, by its path relative to the checkout. */
function hashes(files: readonly string[], root: string): Record<string, string> {
  return Object.fromEntries([...new Set(files)].sort().map((file) => [file, fileHash(file, root)]));
}

function fileHash(file: string, root: string): string {
  try {
    return createHash('sha256')
      .update(readFileSync(path.join(root, file)))
      .digest('hex');
  } catch {
    return 'absent';
  }
}

/** Says in one line for each function what was built and how large it is. */
export function describeBuild(result: BuildResult, milliseconds: number): string {
  const took = `${milliseconds.toFixed(0)} ms`;
  if (!result.built) return `Lambdas are up to date (${took}).`;
  const lines = result.bundles.map(
    (bundle) =>
      `  ${bundle.name.padEnd(18)} ${kilobytes(bundle.bytes)} as code, ${kilobytes(bundle.zipBytes)} as zip`,
  );
  return [`Built ${result.bundles.length} Lambdas (${took}):`, ...lines].join('\n');
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0).padStart(5)} kB`;
}

if (import.meta.main) {
  try {
    const started = performance.now();
    const [folder] = process.argv.slice(2);
    const result = await build(folder);
    console.log(describeBuild(result, performance.now() - started));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
