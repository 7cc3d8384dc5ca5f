import { setTimeout as sleep } from 'node:timers/promises';
import { ProvisionError } from './errors.ts';
import type { Passing, ResourceType } from './resource.ts';

/** How long AWS may take to know everywhere what was made a moment ago: a minute covers roles and policies. */
const PATIENCE_MS = 60_000;
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 2_000;

/** What every call may meet while other resources of the same kind are made. */
const ALWAYS_PASSING: readonly Passing[] = [
  { name: 'ThrottlingException' },
  { name: 'TooManyRequestsException' },
  { name: 'ConcurrentModificationException' },
  { name: 'OperationAborted' },
];

/** The errors that are worth waiting for with a type of resource. */
export function passingOf(type: ResourceType): readonly Passing[] {
  return [...type.passing, ...ALWAYS_PASSING];
}

/** Runs `work` again while it fails with one of the errors that pass by themselves; any other goes through at once. */
export async function retry<T>(work: () => Promise<T>, passing: readonly Passing[]): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > end || !passes(error, passing)) throw error;
      await sleep(pause);
    }
  }
}

/** Reads until `ready` says so. */
export async function until<T>(
  read: () => Promise<T>,
  ready: (value: T) => boolean,
  patience = PATIENCE_MS,
): Promise<T> {
  const end = performance.now() + patience;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    const value = await read();
    if (ready(value)) return value;
    if (performance.now() > end)
      throw new ProvisionError('NotReady', `it did not become ready within ${patience / 60_000} min`);
    await sleep(pause);
  }
}

/** Whether an error is one of those that pass by themselves. */
export function passes(error: unknown, passing: readonly Passing[]): boolean {
  if (!(error instanceof Error)) return false;
  return passing.some(
    (candidate) => candidate.name === error.name && (candidate.message?.test(error.message) ?? true),
  );
}
