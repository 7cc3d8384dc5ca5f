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
    { name: 'A', records: a },
    { name: 'B', records: b },
  ];
  return [
    ...sides.flatMap(({ name, records }) => dropped(name, records)),
    ...sides.flatMap(({ name, records }) => neverBegun(name, records)),
    ...sides.flatMap(({ name, records }) => busyGenerator(name, records)),
    ...sides.flatMap(({ name, records }) => busyMachine(name, records)),
    ...differing('machine', [...a, ...b], ({ machine }) => `${machine.processor}, ${machine.cores} cores`),
    ...differing('k6', [...a, ...b], ({ versions }) => versions.k6 ?? 'unknown'),
    ...silentRoutes(a, b),
  ];
}

/**
 * The same of one k6 that drove both sides in turn.
 *
 * @throws LoadError `compare` where it was at its limit all the time
 */
export function caveatsOfGenerator({ cpuShare = 0, peakCpuShare = 0 }: GeneratorFigures): string[] {
  const limit = wholePercent(generatorLimit);
  if (cpuShare > generatorLimit) {
    throw new LoadError(
      'compare',
      `k6 took ${wholePercent(cpuShare)} of the machine: its own speed was measured, so there is no verdict.`,
    );
  }
  if (peakCpuShare <= generatorLimit) return [];
  return [`k6 took ${wholePercent(peakCpuShare)} of the machine for a while, more than ${limit}.`];
}

function dropped(side: string, records: readonly RunRecord[]): string[] {
  const sum = (of: (record: RunRecord) => number) => records.reduce((total, record) => total + of(record), 0);
  const missed = sum(({ totals }) => totals.droppedIterations);
  const arrivals = missed + sum(({ totals }) => totals.iterations);
  if (missed === 0) return [];
  const sentence = `${missed} of ${arrivals} arrivals of ${side} ${missed === 1 ? 'was' : 'were'} dropped`;
  if (missed > arrivals * tooManyMissing) {
    throw new LoadError(
      'compare',
      `${sentence}: less was asked of it than the workload says, so there is no verdict.`,
    );
  }
  return [`${sentence}.`];
}

/** Arrivals that k6 neither began nor dropped: it was not there to do so, or ended before its time. */
function neverBegun(side: string, records: readonly RunRecord[]): string[] {
  const short = records
    .map(({ arrivals, totals }) => {
      const planned = arrivals.reduce((sum, each) => sum + each.planned, 0);
      const missing =
        planned - arrivals.reduce((sum, each) => sum + each.begun, 0) - totals.droppedIterations;
      // k6 begins the last one of a scenario as its time runs out.
      return { planned, missing, isShort: missing > arrivals.length + planned * tooManyMissing };
    })
    .filter(({ isShort }) => isShort);
  if (short.length === 0) return [];
  const missing = short.reduce((sum, each) => sum + each.missing, 0);
  const planned = records.flatMap(({ arrivals }) => arrivals).reduce((sum, each) => sum + each.planned, 0);
  const sentence = `${missing} of ${planned} iterations of ${side} never began, in ${short.length} of ${records.length} runs`;
  if (missing > planned * tooManyMissing) {
    throw new LoadError(
      'compare',
      `${sentence}: less was asked of it than the workload says, so there is no verdict.`,
    );
  }
  return [`${sentence}.`];
}

function busyGenerator(side: string, records: readonly RunRecord[]): string[] {
  const busy = records.filter(({ generator }) => (generator.peakCpuShare ?? 0) > generatorLimit).length;
  if (busy === 0) return [];
  const sentence = `In ${busy} of ${records.length} runs of ${side} k6 took more than ${wholePercent(generatorLimit)} of the machine`;
  if (busy > records.length * tooOftenBusy) {
    throw new LoadError('compare', `${sentence}: its own speed was measured, so there is no verdict.`);
  }
  return [`${sentence}.`];
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
