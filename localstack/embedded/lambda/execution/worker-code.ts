import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCES = fileURLToPath(new URL('../worker/', import.meta.url));

/** What the package has in their place. */
const BUILT = join(SOURCES, 'main.js');

/**
 * The entry of execution environments as one JavaScript file below `folder`, made once for each state of the sources:
 * a thread that had to strip types itself would start 50 ms later and take 15 MB more. The package has it as JavaScript.
 */
export async function workerCode(folder: string): Promise<string> {
  if (existsSync(BUILT)) return BUILT;
  const hash = createHash('sha256');
  for (const name of (await readdir(SOURCES)).sort())
    hash.update(name).update(await readFile(join(SOURCES, name)));
  const file = join(folder, `runtime-${hash.digest('hex').slice(0, 16)}.mjs`);
  if (existsSync(file)) return file;
  const { build } = await import('esbuild');
  await mkdir(folder, { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  await build({
    entryPoints: [join(SOURCES, 'main.ts')],
    outfile: draft,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    logLevel: 'silent',
  });
  await rename(draft, file);
  return file;
}
