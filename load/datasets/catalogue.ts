/** How large a company's past is. */
export interface DatasetSize {
  readonly expenses: number;
  /** People of the company, the load's own among them. */
  readonly people: number;
  /** How far back the expenses go. */
  readonly months: number;
  /** What the heap of a local AWS that holds it may grow to, in MiB; default: 4 GiB, which Node gives it. */
  readonly heapMiB?: number;
}

/** Every dataset by its name on the command line. */
export const datasets = {
  '1k': { expenses: 1_000, people: 26, months: 6 },
  '100k': { expenses: 100_000, people: 1_000, months: 24 },
  '1M': { expenses: 1_000_000, people: 10_000, months: 24, heapMiB: 8_192 },
} as const satisfies Record<string, DatasetSize>;

/** A dataset's name. */
export type DatasetName = keyof typeof datasets;

/** Of what datasets are drawn: the same seed, the same people and the same expenses. */
export const datasetSeed = 20_261_101;
