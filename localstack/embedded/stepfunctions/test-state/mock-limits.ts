/** From the least to the most, both allowed. */
export type Limits = readonly [number, number];

const NO_LIMITS: Limits = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

type LimitsByField = Readonly<Record<string, Readonly<Record<string, Limits>>>>;

/**
 * Ranges of numbers that APIs answer, by service and member: the SDK for JavaScript leaves them out of its schemas.
 * From the API references' «Valid Range».
 */
const RANGES: LimitsByField = {
  lambda: {
    BatchSize: [1, 10_000],
    MaximumBatchingWindowInSeconds: [0, 300],
    MaximumConcurrency: [2, 1000],
    MaximumEventAgeInSeconds: [60, 21_600],
    MaximumRecordAgeInSeconds: [-1, 604_800],
    MaximumRetryAttempts: [-1, 10_000],
    MemorySize: [128, 10_240],
    ParallelizationFactor: [1, 10],
    ReservedConcurrentExecutions: [0, Number.POSITIVE_INFINITY],
    Size: [512, 10_240],
    Timeout: [1, Number.POSITIVE_INFINITY],
  },
  scheduler: { MaximumEventAgeInSeconds: [60, 86_400], MaximumRetryAttempts: [0, 185] },
};

/** Lengths of texts and bytes that APIs answer, by service and member, likewise. */
const LENGTHS: LimitsByField = {
  kms: {
    CiphertextBlob: [1, 6144],
    KeyId: [1, 2048],
    Plaintext: [1, 4096],
    Signature: [1, 6144],
  },
};

/** The range of a number that a service's API answers; without limits where none is known. */
export function rangeOf(service: string, field: string): Limits {
  return RANGES[service]?.[field] ?? NO_LIMITS;
}

/** The lengths of a text that a service's API answers; without limits where none is known. */
export function lengthsOf(service: string, field: string): Limits {
  return LENGTHS[service]?.[field] ?? NO_LIMITS;
}
