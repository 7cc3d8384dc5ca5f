import { createHash } from 'node:crypto';
import { LoadError } from '../run/errors.ts';
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
  for (const [identity, { file }] of ofA) {
    const other = ofB.get(identity);
    if (!other) continue;
    const both = file === other.file ? file : `${file} and ${other.file}`;
    throw new LoadError(
      'compare',
      `${both} is one run, given as A and as B: it does not differ from itself.`,
    );
  }
  const runs = [...ofA.values(), ...ofB.values()];
  for (const run of runs.slice(1)) checkSameLoad(runs[0] as MadeRun, run);
  const twice = a.length + b.length - runs.length;
  return {
    a: [...ofA.values()].map(({ record }) => record),
    b: [...ofB.values()].map(({ record }) => record),
    notes: twice === 0 ? [] : [`${twice} of ${a.length + b.length} runs were given twice and count once.`],
  };
}

/** By what they measured: a copy of a run, in whatever file, is that run. */
function distinct(runs: readonly MadeRun[]): ReadonlyMap<string, MadeRun> {
  const found = new Map<string, MadeRun>();
  for (const run of runs) {
    const identity = createHash('sha256').update(JSON.stringify(run.record)).digest('hex');
    if (!found.has(identity)) found.set(identity, run);
  }
  return found;
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

/** Whether both were asked for the same at the same time; runs that were made before this was kept do not say. */
function sameArrivals({ arrivals: one }: RunRecord, { arrivals: other }: RunRecord): boolean {
  if (one.length === 0 || other.length === 0) return true;
  const plan = (arrivals: RunRecord['arrivals']) =>
    JSON.stringify(arrivals.map(({ scenario, startSeconds, stages }) => [scenario, startSeconds, stages]));
  return plan(one) === plan(other);
}
