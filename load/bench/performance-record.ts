import type { Proof } from '../compare/prove/trials.ts';
import type { BackendRound } from './compare-backends.ts';
import type { Figure, Origin } from './results.ts';

/** The benchmarks whose figures are one list, with what they measure, by their options. */
export const benchmarks = {
  '': 'boot, memory, throughput, approvals',
  '--cold-start': 'the start of the function `http`, beside a bare handler',
  '--overhead': 'what our k6 scripts cost, against a minimal one',
  '--meter': 'what the meter of the local AWS costs',
} as const;

/** The option of a benchmark. */
export type BenchmarkName = keyof typeof benchmarks;

/** What each benchmark measured last; docs/performance.md is made of it. */
export interface PerformanceRecord {
  readonly version: 1;
  readonly benchmarks: Readonly<
    Partial<Record<BenchmarkName, Origin & { readonly figures: readonly Figure[] }>>
  >;
  readonly backends?: Origin & { readonly rounds: readonly BackendRound[] };
  readonly proof?: Proof;
}
