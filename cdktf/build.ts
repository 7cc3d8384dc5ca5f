import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Metafile, Plugin } from 'esbuild';
import { neverLoaded } from '../app/contract/bundle.ts';
import { readCommandLine, UsageError } from '../preflight/command-line.ts';
import { exclusively } from './exclusively.ts';
import { explain } from './explain.ts';
import {
  ATTEMPTS,
  type Hashes,
  hashesOf,
  SourceReader,
  SourcesChangedError,
  stillHold,
} from './sources-read.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

/** The file that records the last build, beside the bundles. */
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
  /** `index.mjs`, and the chunks that are loaded when something in them is first used. */
  readonly files: readonly string[];
  /** Bytes of all files. */
  readonly bytes: number;
  /** Bytes that a cold start loads. */
  readonly initialBytes: number;
  readonly zipBytes: number;
  /** SHA-256 of the zip in base64: what Lambda reports as CodeSha256. */
  readonly codeSha256: string;
}

/** The last build: the code that built it, its inputs, and its results. */
interface BuildRecord {
  /** The code that built it. */
  readonly builder: Hashes;
  readonly inputs: Hashes;
  readonly bundles: readonly Bundle[];
}

/** Hashed when this code is loaded, because a version that is saved later has built nothing yet. */
const BUILDER = hashesOf(['cdktf/build.ts', 'cdktf/sources-read.ts', 'app/contract/bundle.ts'], ROOT);

/** The inputs of esbuild besides the sources: releases of packages, and its own settings. */
const CONFIGURATION = ['package-lock.json', 'package.json', 'tsconfig.json'];

export interface BuildResult {
  /** False when nothing had changed. */
  readonly built: boolean;
  readonly bundles: readonly Bundle[];
}

/**
 * Bundles every entry of `app/lambda` into `dist/lambda/NAME/index.mjs` and `dist/lambda/NAME.zip`, unless no input has
 * changed since the last build. Dynamic imports become chunks beside `index.mjs`. The same sources give the same bytes
 * on every machine. Sources that are saved during the build are built again. @param root the checkout @param plugins of
 * esbuild, before its own @throws the errors of esbuild, which name file and line; SourcesChangedError when they keep
 * being saved
 */
export async function build(root = ROOT, plugins: readonly Plugin[] = []): Promise<BuildResult> {
  const output = path.join(root, 'dist', 'lambda');
  return (
    builtAlready(root, output) ??
    exclusively(output, async () => builtAlready(root, output) ?? buildAll(root, output, plugins))
  );
}

function builtAlready(root: string, output: string): BuildResult | undefined {
  const record = readRecord(output);
  return record && isCurrent(record, root) ? { built: false, bundles: record.bundles } : undefined;
}

async function buildAll(root: string, output: string, plugins: readonly Plugin[]): Promise<BuildResult> {
  const recordFile = path.join(output, RECORD);
  // If it outlived a failed build, it would stand for a mixture of old and new files.
  rmSync(recordFile, { force: true });
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const reader = new SourceReader(root);
    const configuration = hashesOf(CONFIGURATION, root);
    const bundles = await buildOnce(root, output, [...plugins, reader.plugin]).catch((error: unknown) => {
      // A source that was read while it was being saved may be incomplete.
      if (stillHold(reader.hashes, root)) throw error;
    });
    if (!bundles) continue;
    const record: BuildRecord = { builder: BUILDER, inputs: { ...configuration, ...reader.hashes }, bundles };
    if (!isCurrent(record, root)) continue;
    writeFileSync(recordFile, `${JSON.stringify(record, null, 2)}\n`);
    return { built: true, bundles };
  }
  throw new SourcesChangedError('built');
}

async function buildOnce(root: string, output: string, plugins: Plugin[]): Promise<readonly Bundle[]> {
  const names = entryNames(root);
  const parts = await Promise.all(names.map((name) => bundle(name, root, plugins)));
  const { zipSync } = await import('fflate');
  mkdirSync(output, { recursive: true });
  const bundles = parts.map((part) => pack(part, output, zipSync));
  writeFileSync(path.join(output, 'metafile.json'), JSON.stringify(mergeMetafiles(parts)));
  removeStale(names, output);
  return bundles;
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
    // No record, or an incomplete one: build again.
    return undefined;
  }
}

function isCurrent(record: BuildRecord, root: string): boolean {
  // First, because a record of another version of this code may have another form.
  if (JSON.stringify(record.builder) !== JSON.stringify(BUILDER)) return false;
  if (!stillHold(record.inputs, root)) return false;
  const output = path.join(root, 'dist', 'lambda');
  const built = record.bundles.map((bundle) => bundle.name);
  if (built.join() !== entryNames(root).join()) return false;
  return record.bundles.every(
    ({ name, files }) =>
      existsSync(path.join(output, `${name}.zip`)) &&
      files.every((file) => existsSync(path.join(output, name, file))),
  );
}

/** The output of esbuild for one entry. */
interface Built {
  readonly name: string;
  readonly metafile: Metafile;
  /** Code and source maps, by file name; `index.mjs` comes last, so that what it imports is there before it. */
  readonly outputs: ReadonlyMap<string, Uint8Array>;
}

async function bundle(name: string, root: string, plugins: Plugin[]): Promise<Built> {
  const outdir = `dist/lambda/${name}`;
  // Loaded only when there is something to build, because loading it takes longer than finding that out.
  const esbuild = await import('esbuild');
  const { metafile, outputFiles } = await esbuild.build({
    absWorkingDir: root,
    // The names of chunks hash the paths of files: these must not depend on where a linked folder really is.
    preserveSymlinks: true,
    entryPoints: [{ in: `app/lambda/${name}.ts`, out: 'index' }],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
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
    plugins,
    write: false,
    logLevel: 'silent',
  });
  // esbuild also writes what only removed code would have imported.
  const reached = reachedFrom(`${outdir}/index.mjs`, metafile, ['import-statement', 'dynamic-import']);
  const named = outputFiles
    .map((file) => [path.basename(file.path), file.contents] as const)
    .filter(([file]) => reached.has(`${outdir}/${file.replace(/\.map$/, '')}`));
  const isIndex = (file: string) => Number(file.startsWith('index.'));
  named.sort(([a], [b]) => isIndex(a) - isIndex(b) || (a < b ? -1 : 1));
  return { name, metafile, outputs: new Map(named) };
}

function mergeMetafiles(parts: readonly Built[]): Metafile {
  return {
    inputs: Object.assign({}, ...parts.map(({ metafile }) => metafile.inputs)),
    outputs: Object.assign({}, ...parts.map(({ metafile }) => metafile.outputs)),
  };
}

function pack(
  { name, metafile, outputs }: Built,
  output: string,
  zipSync: typeof import('fflate').zipSync,
): Bundle {
  // The source maps stay out of the zip: Lambda does not need them, and they would double what it loads.
  const code = new Map([...outputs].filter(([file]) => file.endsWith('.mjs')));
  const zip = zipSync(Object.fromEntries(code), { mtime: ZIP_TIME, level: 6 });
  const initial = reachedFrom(`dist/lambda/${name}/index.mjs`, metafile, ['import-statement']);
  const folder = path.join(output, name);
  mkdirSync(folder, { recursive: true });
  for (const [file, content] of outputs) writeIfChanged(path.join(folder, file), content);
  for (const file of readdirSync(folder)) if (!outputs.has(file)) rmSync(path.join(folder, file));
  writeIfChanged(path.join(output, `${name}.zip`), zip);
  return {
    name,
    files: [...code.keys()],
    bytes: sum([...code.values()].map((content) => content.length)),
    initialBytes: sum([...initial].map((file) => metafile.outputs[file]?.bytes ?? 0)),
    zipBytes: zip.length,
    codeSha256: createHash('sha256').update(zip).digest('base64'),
  };
}

/** A file, and all that it imports in one of these ways, directly or indirectly. */
function reachedFrom(entry: string, { outputs }: Metafile, kinds: readonly string[]): ReadonlySet<string> {
  const reached = new Set([entry]);
  for (const file of reached) {
    for (const { path: imported, kind } of outputs[file]?.imports ?? []) {
      if (kinds.includes(kind) && outputs[imported]) reached.add(imported);
    }
  }
  return reached;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Leaves an unchanged file alone, and replaces a changed one atomically, because others watch and read these files. */
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

/** Prints one line for each function: what was built, and its size. */
export function describeBuild(result: BuildResult, milliseconds: number): string {
  const took = `${milliseconds.toFixed(0)} ms`;
  if (!result.built) return `Lambdas are up to date (${took}).`;
  const lines = result.bundles.map(
    (bundle) =>
      `  ${bundle.name.padEnd(18)} ${kilobytes(bundle.bytes)} as code, ${kilobytes(bundle.initialBytes)} at a start, ${kilobytes(bundle.zipBytes)} as zip`,
  );
  return [`Built ${result.bundles.length} Lambdas (${took}):`, ...lines].join('\n');
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0).padStart(5)} kB`;
}

/** @throws UsageError when the command line names no checkout */
function rootOf(argv: readonly string[]): string {
  const help = 'cdktf/README.md';
  const { positionals } = readCommandLine({ args: [...argv], options: {}, allowPositionals: true }, help);
  const root = path.resolve(positionals[0] ?? ROOT);
  if (positionals.length < 2 && existsSync(path.join(root, 'app', 'lambda'))) return root;
  throw new UsageError(`There is nothing to build in ${positionals.join(', ')}: app/lambda is not there.`);
}

if (import.meta.main) {
  try {
    const started = performance.now();
    const result = await build(rootOf(process.argv.slice(2)));
    console.log(describeBuild(result, performance.now() - started));
  } catch (error) {
    console.error(explain(error, ROOT));
    process.exitCode = 1;
  }
}
