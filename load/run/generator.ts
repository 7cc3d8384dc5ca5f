import { availableParallelism, cpus } from 'node:os';
import { wholePercent } from '../report/format.ts';
import { processFigures } from './process-figures.ts';

/** What generating the load took of the machine, as shares of all its processors, 0 to 1. */
export interface GeneratorFigures {
  /** k6's mean; undefined where it could not be measured, as for a k6 in a container. */
  readonly cpuShare?: number;
  /** k6's busiest five seconds. */
  readonly peakCpuShare?: number;
  /** Everything that ran on the machine, in its busiest five seconds. */
  readonly machinePeakShare?: number;
  /** Whether k6 ran out of virtual users. */
  readonly virtualUsersExhausted: boolean;
}

/** Measures a process's share of the machine until it is asked. */
export interface CpuWatch {
  end(): Omit<GeneratorFigures, 'virtualUsersExhausted'>;
}

interface Reading {
  /** Milliseconds of a monotonic clock. */
  readonly at: number;
  /** Seconds of processor time that the process has used. */
  readonly used: number;
  /** Of all processors: milliseconds busy and in all. */
  readonly machine: { readonly busy: number; readonly all: number };
}

/** How far apart readings are, and how many of them a peak spans. */
const every = 1000;
const span = 5;

/** A generator above this share of the machine measures itself. */
export const generatorLimit = 0.8;
/** Above this share all processors are taken, and what runs waits for one. */
export const machineLimit = 0.95;

/** Watches a process from now on; a process that cannot be seen gives no figures. */
export function watchCpu(processId: number | undefined): CpuWatch {
  const readings: Reading[] = [];
  const look = async () => {
    const used = processId === undefined ? undefined : (await processFigures(processId))?.processorSeconds;
    if (used !== undefined) readings.push({ at: performance.now(), used, machine: machineTimes() });
  };
  void look();
  const timer = setInterval(() => void look(), every);
  return {
    end() {
      clearInterval(timer);
      return sharesOf(readings, availableParallelism());
    },
  };
}

/** The shares of `processors` that readings amount to; nothing where there are fewer than two. */
export function sharesOf(
  readings: readonly Reading[],
  processors: number,
): Omit<GeneratorFigures, 'virtualUsersExhausted'> {
  const first = readings[0];
  const last = readings.at(-1);
  if (!first || !last || first === last) return {};
  const share = (from: Reading, to: Reading) =>
    (to.used - from.used) / (((to.at - from.at) / 1000) * processors);
  const machineShare = (from: Reading, to: Reading) =>
    (to.machine.busy - from.machine.busy) / Math.max(1, to.machine.all - from.machine.all);
  const windows = readings.flatMap((to, index) => {
    const from = readings[index - span] ?? (readings.length <= span && to === last ? first : undefined);
    return from ? [{ from, to }] : [];
  });
  return {
    cpuShare: share(first, last),
    peakCpuShare: Math.max(...windows.map(({ from, to }) => share(from, to))),
    machinePeakShare: Math.max(...windows.map(({ from, to }) => machineShare(from, to))),
  };
}

function machineTimes(): Reading['machine'] {
  let busy = 0;
  let all = 0;
  for (const { times } of cpus()) {
    const total = times.user + times.nice + times.sys + times.idle + times.irq;
    all += total;
    busy += total - times.idle;
  }
  return { busy, all };
}

/**
 * What the generator could not do: each sentence is a reason not to take the run's figures for the target's.
 *
 * @param droppedIterations arrivals that k6 could not begin
 */
export function generatorWarnings(figures: GeneratorFigures, droppedIterations: number): string[] {
  const { peakCpuShare, machinePeakShare, virtualUsersExhausted } = figures;
  const warnings: string[] = [];
  if (droppedIterations > 0) {
    const why = virtualUsersExhausted ? ', because every virtual user was still waiting for an answer' : '';
    warnings.push(
      `${droppedIterations} ${droppedIterations === 1 ? 'arrival was' : 'arrivals were'} dropped${why}: less was asked than the workload says.`,
    );
  }
  if (peakCpuShare !== undefined && peakCpuShare > generatorLimit) {
    warnings.push(
      `k6 took ${wholePercent(peakCpuShare)} of the machine: its own speed was measured along with the target's.`,
    );
  } else if (
    machinePeakShare !== undefined &&
    machinePeakShare > machineLimit &&
    peakCpuShare !== undefined
  ) {
    warnings.push(
      `The machine was ${wholePercent(machinePeakShare)} busy, ${wholePercent(peakCpuShare)} of it k6: what ran on it waited for a processor.`,
    );
  }
  return warnings;
}
