import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildOptions, Plugin } from 'esbuild';

const LOCALSTACK = join(import.meta.dirname, '..', '..');
const ROOT = join(LOCALSTACK, '..');

/** What starts a local stack, and the process that provisions it: one bundle, as they share code. */
const ENTRIES = ['stack/stack', 'stack/provisioning/provisioner-process'];

/** Folders of sources that are not bundled: what tests, and what other programs are made of. */
const NOT_BUNDLED = new Set(['node_modules', 'dist', 'conformance', 'testing', 'examples', 'containers']);

/** How many bundles are kept: a stack that runs on while its sources change still needs its own. */
const KEPT = 10;

/** What is bundled. */
interface Sources {
  /** The folder of all sources. */
  readonly folder: string;
  /** Folders beside it whose files are imported, too. */
  readonly beside?: readonly string[];
  /** The files in it that are imported or started, without `.ts`. */
  readonly entries: readonly string[];
}

const ownSources: Sources = {
  folder: LOCALSTACK,
  beside: [join(ROOT, 'locks')],
  entries: ENTRIES,
};

/**
 * Imports what starts a local stack out of a bundle, which is made once for each state of the sources: finding and
 * linking some nine hundred files takes longer than all that they do at start. Where no bundle can be made, as on a full
 * disk, the sources themselves are imported: slower, and the same.
 * @param folder where bundles are kept
 */
export async function importStack(
  folder = join(ROOT, '.cache', 'local-aws'),
): Promise<typeof import('../stack.ts')> {
  const bundle = await bundleIn(folder).catch(() => undefined);
  if (bundle === undefined) return import('../stack.ts');
  return (await import(pathToFileURL(join(bundle, 'stack.mjs')).href)) as typeof import('../stack.ts');
}

/** How often a bundle is made again because its sources were saved meanwhile. */
const ATTEMPTS = 5;

/** The sources were saved during every attempt to bundle them. */
export class SourcesChangedError extends Error {
  readonly code = 'SourcesChanged';
}

/**
 * The folder of the bundle of the sources as they are now, made if need be. Sources that are saved meanwhile are bundled
 * again: a bundle is kept only under the fingerprint of what is in it.
 * @param plugins of esbuild, before its own
 * @throws the errors of esbuild, which name file and line, and those of the file system; SourcesChangedError where
 * saving does not end
 */
export async function bundleIn(
  folder: string,
  sources: Sources = ownSources,
  plugins: readonly Plugin[] = [],
): Promise<string> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const print = fingerprint(sources);
    const finished = join(folder, print);
    if (existsSync(finished)) return finished;
    await mkdir(folder, { recursive: true });
    const draft = await mkdtemp(`${finished}.`);
    try {
      const isWhole = await bundleInto(draft, sources, plugins).catch((error: unknown) => {
        // A source that was read while it was being saved may be half of itself.
        if (fingerprint(sources) === print) throw error;
        return false;
      });
      if (!isWhole || fingerprint(sources) !== print) continue;
      // A temporary folder is for its maker alone; a bundle is for every user of the checkout.
      await chmod(draft, 0o755);
      // Two may make it at once: the first one to end is kept.
      await rename(draft, finished).catch((error: unknown) => {
        if (!existsSync(finished)) throw error;
      });
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
    await removeOld(folder);
    return finished;
  }
  throw new SourcesChangedError(`Sources were saved each of ${ATTEMPTS} times while they were bundled.`);
}

/**
 * Changes whenever a bundle would: with the sources, by size and times of change as git tells them apart (reading them
 * all would take back a tenth of what a bundle saves), and with the packages that are installed.
 */
function fingerprint({ folder, beside = [] }: Sources): string {
  const hash = createHash('sha256').update(process.version);
  const installed = join(ROOT, 'node_modules', '.package-lock.json');
  for (const file of [...[folder, ...beside].flatMap(sourcesBelow), installed]) {
    const { mtimeMs, ctimeMs, size } = statSync(file, { throwIfNoEntry: false }) ?? {};
    // Whoever sets back the time of change, as copying with times does, cannot set back this one. Links to the list of
    // packages, as package managers make them between checkouts, change it too.
    hash.update(`${file} ${mtimeMs} ${file === installed ? '' : ctimeMs} ${size}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_BUNDLED.has(entry.name) ? [] : sourcesBelow(path);
    return path.endsWith('.ts') && !path.endsWith('.test.ts') ? [path] : [];
  });
}

/** CommonJS dependencies call `require`, which an ES module does not have. */
const BANNER = [
  "import { createRequire as __createRequire } from 'node:module';",
  'const require = __createRequire(import.meta.url);',
].join('\n');

/** How many bundles this process is making. */
let making = 0;

/** @returns whether every source still is what was read of it */
async function bundleInto(outdir: string, sources: Sources, plugins: readonly Plugin[]): Promise<boolean> {
  const read = new Map<string, string>();
  // Loaded only when there is something to build.
  const { build, stop } = await import('esbuild');
  making++;
  try {
    await build(optionsOf(outdir, sources, [...plugins, placesOfSources(sources.folder, read), httpAlone]));
  } finally {
    // Its program would run as long as the stack does, and outlive it by a moment.
    if (--making === 0) await stop();
  }
  const same = await Promise.all(
    [...read].map(async ([file, source]) => (await readFile(file, 'utf8').catch(() => undefined)) === source),
  );
  return !same.includes(false);
}

function optionsOf(outdir: string, { folder, entries }: Sources, plugins: Plugin[]): BuildOptions {
  return {
    absWorkingDir: ROOT,
    entryPoints: entries.map((name) => ({ in: join(folder, `${name}.ts`), out: basename(name) })),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    mainFields: ['module', 'main'],
    // It finds its own binary by where it is.
    external: ['esbuild'],
    banner: { js: BANNER },
    // For whoever sets NODE_OPTIONS=--enable-source-maps; reading them at every start would take back a tenth.
    sourcemap: 'linked',
    sourcesContent: false,
    plugins,
    logLevel: 'silent',
  };
}

/**
 * Lets each module find what lies beside its source. `import.meta.filename` alone tells of the bundle.
 * @param read is given what was read, by file
 */
function placesOfSources(folder: string, read: Map<string, string>): Plugin {
  return {
    name: 'places-of-sources',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const below = relative(folder, path);
        if (below.startsWith('..') || below.split(sep).includes('node_modules')) return undefined;
        const source = await readFile(path, 'utf8');
        read.set(path, source);
        const contents = source
          .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
          .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href));
        return { contents, loader: 'ts' };
      });
    },
  };
}

/** An import of `node:http` from an ES module loads the client of WebSockets as well, 40 ms; its CommonJS form does not. */
const httpAlone: Plugin = {
  name: 'http-alone',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?http$/ }, () => ({ path: 'node:http', namespace: 'builtin' }));
    onLoad({ filter: /.*/, namespace: 'builtin' }, () => ({
      contents: "module.exports = process.getBuiltinModule('node:http');",
    }));
  },
};

async function removeOld(folder: string): Promise<void> {
  const bundles = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      // Another process may have removed it already.
      const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: 0 }));
      return { name, made: mtimeMs };
    }),
  );
  const old = bundles.sort((a, b) => b.made - a.made).slice(KEPT);
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { recursive: true, force: true })));
}
