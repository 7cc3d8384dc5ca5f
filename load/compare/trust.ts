import { LoadError } from '../errors.ts';
import { wholePercent } from '../report/format.ts';
import { type GeneratorFigures, generatorLimit, machineLimit } from '../run/generator.ts';
import type { RunRecord } from '../run/record.ts';

/** Above this share of arrivals that were dropped or never came, a side was asked for another load than the other one. */
const tooManyMissing = 0.01;
/** Where the generator was at its limit in more than this share of a side's runs, they measured the generator. */
const tooOftenBusy = 0.5;

/**
 * Reasons to trust a comparison of runs less, a sentence each: arrivals that were dropped or never came, a generator or a
 * machine at its limit, other machines, other versions of k6.
 *
 * @throws LoadError `compare` where there are so many of them that a verdict would be on something else than the target
 */
export function caveatsOf(a: readonly RunRecord[], b: readonly RunRecord[]): string[] {
  const sides = [
    ['A', a],
    ['B', b],
  ] as const;
  const all = [...a, ...b];
  return [
    ...[dropped, neverBegun, busyGenerator, busyMachine].flatMap((of) =>
      sides.flatMap(([name, records]) => of(name, records)),
    ),
    ...differing('machine', all, ({ machine }) => `${machine.processor}, ${machine.cores} cores`),
    ...differing('k6', all, ({ versions }) => versions.k6 ?? 'unknown'),
    ...silentRoutes(a, b),
  ];
}

/**
 * The same of one k6 that drove both sides in turn.
 *
 * @throws LoadError `compare` where it was at its limit all the time
 */
export function caveatsOfGenerator({ cpuShare = 0, peakCpuShare = 0 }: GeneratorFigures): string[] {
  const taken = (share: number) => `k6 took ${wholePercent(share)} of the machine`;
  if (cpuShare > generatorLimit) weighed(taken(cpuShare), true, 'its own speed was measured');
  if (peakCpuShare <= generatorLimit) return [];
  return [`${taken(peakCpuShare)} for a while, more than ${wholePercent(generatorLimit)}.`];
}

/** The sentence as a caveat, or as the reason for no verdict where there is too much of it. */
function weighed(sentence: string, isTooMuch: boolean, consequence: string): string[] {
  if (isTooMuch) throw new LoadError('compare', `${sentence}: ${consequence}, so there is no verdict.`);
  return [`${sentence}.`];
}

const lessAsked = 'less was asked of it than the workload says';

function sumOf<One>(all: readonly One[], of: (one: One) => number): number {
  return all.reduce((sum, one) => sum + of(one), 0);
}

function dropped(side: string, records: readonly RunRecord[]): string[] {
  const missed = sumOf(records, ({ totals }) => totals.droppedIterations);
  if (missed === 0) return [];
  const arrivals = missed + sumOf(records, ({ totals }) => totals.iterations);
  const sentence = `${missed} of ${arrivals} arrivals of ${side} ${missed === 1 ? 'was' : 'were'} dropped`;
  return weighed(sentence, missed > arrivals * tooManyMissing, lessAsked);
}

/** Arrivals that k6 neither began nor dropped: it was not there to do so, or ended before its time. */
function neverBegun(side: string, records: readonly RunRecord[]): string[] {
  const plannedIn = ({ arrivals }: RunRecord) => sumOf(arrivals, ({ planned }) => planned);
  const missingIn = (record: RunRecord) =>
    plannedIn(record) - sumOf(record.arrivals, ({ begun }) => begun) - record.totals.droppedIterations;
  // k6 begins the last one of a scenario as its time runs out.
  const short = records.filter(
    (record) => missingIn(record) > record.arrivals.length + plannedIn(record) * tooManyMissing,
  );
  if (short.length === 0) return [];
  const [missing, planned] = [sumOf(short, missingIn), sumOf(records, plannedIn)];
  const sentence = `${missing} of ${planned} iterations of ${side} never began, in ${short.length} of ${records.length} runs`;
  return weighed(sentence, missing > planned * tooManyMissing, lessAsked);
}

function busyGenerator(side: string, records: readonly RunRecord[]): string[] {
  const busy = records.filter(({ generator }) => (generator.peakCpuShare ?? 0) > generatorLimit).length;
  if (busy === 0) return [];
  const sentence = `In ${busy} of ${records.length} runs of ${side} k6 took more than ${wholePercent(generatorLimit)} of the machine`;
  return weighed(sentence, busy > records.length * tooOftenBusy, 'its own speed was measured');
}

function busyMachine(side: string, records: readonly RunRecord[]): string[] {
  const busy = records.filter(({ generator }) => (generator.machinePeakShare ?? 0) > machineLimit).length;
  return busy === 0
    ? []
    : [`In ${busy} of ${records.length} runs of ${side} the machine had no processor left for a while.`];
}

function differing(what: string, records: readonly RunRecord[], of: (record: RunRecord) => string): string[] {
  const seen = [...new Set(records.map(of))];
  return seen.length < 2 ? [] : [`Not every run has the same ${what}: ${seen.join('; ')}.`];
}

/** Routes that one side never called: whatever they would have taken is missing from it. */
function silentRoutes(a: readonly RunRecord[], b: readonly RunRecord[]): string[] {
  const called = (records: readonly RunRecord[]) =>
    new Set(
      records.flatMap(({ routes }) => routes.filter(({ count }) => count > 0).map(({ route }) => route)),
    );
  const [ofA, ofB] = [called(a), called(b)];
  const only = (one: ReadonlySet<string>, other: ReadonlySet<string>) =>
    [...one].filter((route) => !other.has(route));
  return [
    ...only(ofA, ofB).map((route) => `${route} got requests of A alone.`),
    ...only(ofB, ofA).map((route) => `${route} got requests of B alone.`),
  ];
}
