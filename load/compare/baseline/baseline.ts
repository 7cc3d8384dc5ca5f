import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LoadError } from '../../errors.ts';
import type { Measured } from '../samples.ts';
import type { SliceSettings } from '../slices.ts';
import { fileNameOf, type MachineClass } from './machine-class.ts';

/** The figures that later runs are held to on one class of machines. */
export interface Baseline {
  readonly version: 1;
  readonly machineClass: MachineClass;
  readonly slices: SliceSettings;
  /** Every update, the newest last. */
  readonly history: readonly BaselineUpdate[];
  /** One measurement a boot: side A is the yardstick, side B the product. */
  readonly boots: readonly Measured[];
}

/** Who changed a baseline when, and what for. */
export interface BaselineUpdate {
  readonly at: string;
  readonly commit: string;
  readonly why: string;
  /** Typical milliseconds of a request then: the routes' medians, geometric mean. */
  readonly latency: number;
}

/** A baseline, and whether it is of this machine's class. */
export interface FoundBaseline {
  readonly baseline: Baseline;
  readonly sameClass: boolean;
}

/** Where baselines are kept, in the repository. */
export const baselineFolder = join(import.meta.dirname, 'records');

/** The baseline of a class of machines; undefined where there is none. */
export async function readBaseline(
  machineClass: MachineClass,
  folder = baselineFolder,
): Promise<Baseline | undefined> {
  const file = join(folder, fileNameOf(machineClass));
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : parse(file, text);
}

/**
 * The baseline of this class, or the one of another that was updated last.
 *
 * @throws LoadError `baseline` when there is none at all, saying how to make one
 */
export async function findBaseline(
  machineClass: MachineClass,
  folder = baselineFolder,
): Promise<FoundBaseline> {
  const own = await readBaseline(machineClass, folder);
  if (own) return { baseline: own, sameClass: true };
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
  const all = await Promise.all(
    names.map(async (name) => parse(name, await readFile(join(folder, name), 'utf8'))),
  );
  const [newest] = all.sort((one, other) => lastUpdate(other).localeCompare(lastUpdate(one)));
  if (!newest) {
    throw new LoadError(
      'baseline',
      'There is no baseline yet: npm run load:baseline -- --why "the first one".',
    );
  }
  return { baseline: newest, sameClass: false };
}

/** Writes a baseline into its class's file; returns the file. */
export async function writeBaseline(baseline: Baseline, folder = baselineFolder): Promise<string> {
  const file = join(folder, fileNameOf(baseline.machineClass));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.part`, textOf(baseline));
  await rename(`${file}.part`, file);
  return file;
}

/** As JSON, each round on a line of its own. */
function textOf(baseline: Baseline): string {
  const rounds: string[] = [];
  const marked = JSON.stringify(
    baseline,
    (key, value) =>
      /^\d+$/.test(key) && 'summary' in value ? `round ${rounds.push(JSON.stringify(value)) - 1}` : value,
    2,
  );
  return `${marked.replace(/"round (\d+)"/g, (_, index) => rounds[index] ?? '')}\n`;
}

function lastUpdate({ history }: Baseline): string {
  return history.at(-1)?.at ?? '';
}

function parse(file: string, text: string): Baseline {
  try {
    const baseline = JSON.parse(text) as Baseline;
    if (baseline.version === 1 && baseline.boots.length > 0) return baseline;
  } catch {
    // Said below, as for what is no baseline.
  }
  throw new LoadError('baseline', `${file} is not a baseline that load:baseline wrote.`);
}
