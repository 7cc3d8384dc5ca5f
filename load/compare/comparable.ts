import { isDeepStrictEqual } from 'node:util';
import { LoadError } from '../errors.ts';
import type { RunRecord } from '../run/record.ts';

/** A run that was made, and where it stands. */
export interface MadeRun {
  readonly file: string;
  readonly record: RunRecord;
}

/** The runs of both sides, each once. */
export interface ComparableRuns {
  readonly a: readonly RunRecord[];
  readonly b: readonly RunRecord[];
  /** What there is to know of them, a sentence each. */
  readonly notes: readonly string[];
}

/** What has to be the same in runs that are compared: another load makes other figures, whatever the code. */
const traits: readonly { readonly name: string; readonly of: (record: RunRecord) => string }[] = [
  { name: 'scenario', of: ({ scenarios }) => scenarios.join(' + ') },
  { name: 'workload', of: ({ workload }) => workload },
  { name: 'dataset', of: ({ dataset }) => dataset ?? 'none' },
  { name: 'target', of: ({ target }) => target.name },
  { name: 'share of the rate', of: ({ target }) => `${Math.round(target.rateShare * 100)} %` },
];

/**
 * Sees that runs are of the same load, and takes each of them once.
 *
 * @throws LoadError `compare` naming the first difference, or a run that is given as both sides
 */
export function comparableRuns(a: readonly MadeRun[], b: readonly MadeRun[]): ComparableRuns {
  const [ofA, ofB] = [distinct(a), distinct(b)];
  for (const one of ofA) {
    const other = ofB.find((each) => isSameRun(one, each));
    if (!other) continue;
    const both = one.file === other.file ? `${one.file} is` : `${one.file} and ${other.file} are`;
    throw new LoadError('compare', `${both} one run, given as A and as B: it does not differ from itself.`);
  }
  const runs = [...ofA, ...ofB];
  for (const run of runs.slice(1)) checkSameLoad(runs[0] as MadeRun, run);
  const all = a.length + b.length;
  const twice = all - runs.length;
  const repeated = twice === 1 ? 'was given twice and counts once' : 'were given twice and count once';
  return {
    a: ofA.map(({ record }) => record),
    b: ofB.map(({ record }) => record),
    notes: twice === 0 ? [] : [`${twice} of ${all} runs ${repeated}.`],
  };
}

function distinct(runs: readonly MadeRun[]): MadeRun[] {
  return runs.filter((run, index) => runs.findIndex((each) => isSameRun(run, each)) === index);
}

/** By what they measured: a copy of a run, in whatever file and with its keys in whatever order, is that run. */
function isSameRun({ record: one }: MadeRun, { record: other }: MadeRun): boolean {
  return one.startedAt === other.startedAt && isDeepStrictEqual(one, other);
}

function checkSameLoad(one: MadeRun, other: MadeRun): void {
  const differences = traits
    .map(({ name, of }) => ({ name, texts: [of(one.record), of(other.record)] as const }))
    .filter(({ texts: [first, second] }) => first !== second)
    .map(({ name, texts: [first, second] }) => `${name} ${first} and ${second}`);
  if (differences.length === 0 && !sameArrivals(one.record, other.record)) {
    differences.push(`the arrivals that ${one.record.workload} asks for were changed in between`);
  }
  if (differences.length === 0) return;
  throw new LoadError(
    'compare',
    `${one.file} and ${other.file} are not of the same load: ${differences.join('; ')}. ` +
      'Only runs of the same scenario, workload, dataset and target can be compared.',
  );
}

/**
 * Whether both were asked for the same at the same time, whatever its phases are called; runs that were made before this
 * was kept do not say.
 */
function sameArrivals({ arrivals: one }: RunRecord, { arrivals: other }: RunRecord): boolean {
  if (one.length === 0 || other.length === 0) return true;
  return isDeepStrictEqual(askedFor(one), askedFor(other));
}

function askedFor(arrivals: RunRecord['arrivals']) {
  return arrivals
    .map(({ scenario, startSeconds, stages }) => ({
      scenario,
      startSeconds,
      stages: stages.map(({ seconds, from, to }) => ({ seconds, from, to })),
    }))
    .sort((a, b) => a.scenario.localeCompare(b.scenario));
}
