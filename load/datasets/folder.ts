import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { populationSize } from '../population/population.ts';
import { preparePopulation } from '../population/prepare.ts';
import { seededRandom } from '../random.ts';
import { embeddedTarget, type LoadTarget } from '../run/target.ts';
import { type DatasetName, type DatasetSize, datasetSeed, datasets } from './catalogue.ts';
import type { StartInput } from './expense.ts';
import { generateDataset } from './generate.ts';
import { startApprovals, writeItems } from './seed.ts';

const root = join(import.meta.dirname, '..', '..');
const cacheFolder = join(root, '.cache', 'datasets');

/** In the folder of a dataset: what the local AWS keeps, and the approvals to be started in it. */
const stateFolder = 'state';
const startsFile = 'approvals.json';

/** Where a dataset of that name is kept: what it is made by and from is in the folder's name. */
async function folderOf(name: DatasetName): Promise<string> {
  // What the seed draws is of the generator's version too.
  const drawn = seededRandom(datasetSeed).hex(32);
  const hash = createHash('sha256').update(
    JSON.stringify({ name, size: datasets[name], datasetSeed, drawn }),
  );
  for (const file of (await readdir(import.meta.dirname)).sort()) {
    if (file.endsWith('.ts') && !file.endsWith('.test.ts')) {
      hash.update(await readFile(join(import.meta.dirname, file)));
    }
  }
  return join(cacheFolder, `${name}-${hash.digest('hex').slice(0, 12)}`);
}

/**
 * A local AWS whose table holds a dataset. It is made once, by the application's own front door, and kept; each
 * run works on a copy, which ends with it.
 *
 * @throws LoadError `target` when the local AWS cannot start, `dataset` when it cannot be filled
 */
export async function datasetTarget(name: DatasetName, log: Log, signal?: AbortSignal): Promise<LoadTarget> {
  const kept = await folderOf(name);
  if (await isThere(kept)) log(`dataset ${name} is kept in .cache/datasets`);
  else await make(name, kept, log, signal);
  const copy = await mkdtemp(join(tmpdir(), `dataset-${name}-`));
  const remove = () => rm(copy, { recursive: true, force: true });
  try {
    // Shares the bytes until one of the two is written to, where the file system can.
    await cp(kept, copy, { recursive: true, mode: constants.COPYFILE_FICLONE });
    const starts = JSON.parse(await readFile(join(copy, startsFile), 'utf8')) as StartInput[];
    const target = await embeddedTarget(log, signal, placeOf(name, copy));
    const close = async () => {
      await target[Symbol.asyncDispose]();
      await remove();
    };
    try {
      // Executions end with the local AWS that runs them, so that each run has its own.
      await startApprovals(target, starts);
    } catch (error) {
      await close();
      throw error;
    }
    log(`dataset ${name}: ${starts.length} approvals under way`);
    return { ...target, [Symbol.asyncDispose]: close };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function make(
  name: DatasetName,
  kept: string,
  log: Log,
  signal: AbortSignal | undefined,
): Promise<void> {
  const size = datasets[name];
  await mkdir(cacheFolder, { recursive: true });
  const unfinished = await mkdtemp(`${kept}.making-`);
  const started = performance.now();
  try {
    await using target = await embeddedTarget(log, signal, placeOf(name, unfinished));
    const teams = await preparePopulation(target, populationSize);
    log(`making dataset ${name}: ${size.expenses} expenses of ${size.people} people`);
    const source = { size, seed: datasetSeed, teams, now: Date.now() };
    const { written, starts } = await writeItems(target, generateDataset(source), (items) => {
      signal?.throwIfAborted();
      if (items % 100_000 === 0) log(`${items} items`);
    });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    await writeFile(join(unfinished, startsFile), JSON.stringify(starts));
    log(`${written} items written in ${seconds} s`);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
  // Two runs may make it at once: the first one to end is kept.
  await rename(unfinished, kept).catch(() => rm(unfinished, { recursive: true, force: true }));
}

/** Where the local AWS keeps the dataset of that name, and what it may take to hold it. */
function placeOf(name: DatasetName, folder: string) {
  const { heapMiB }: DatasetSize = datasets[name];
  return { dataDirectory: join(folder, stateFolder), ...(heapMiB === undefined ? {} : { heapMiB }) };
}

async function isThere(folder: string): Promise<boolean> {
  return access(folder).then(
    () => true,
    () => false,
  );
}
