import type { Execution, MapRun } from './model.ts';

export type { Batch, MapRun, MapRunStatus } from './model.ts';

/** AWS's limit on the child executions that run side by side. */
const MOST_CHILDREN = 10_000;

/** Sets limits of a run that is under way, which goes on by these at once. */
export function constrain(
  run: MapRun,
  limits: {
    readonly maxConcurrency?: number;
    readonly toleratedFailureCount?: number;
    readonly toleratedFailurePercentage?: number;
  },
): void {
  const { maxConcurrency, toleratedFailureCount, toleratedFailurePercentage } = limits;
  if (maxConcurrency !== undefined) run.maxConcurrency = maxConcurrency;
  if (toleratedFailureCount !== undefined) run.toleratedFailureCount = toleratedFailureCount;
  if (toleratedFailurePercentage !== undefined) run.toleratedFailurePercentage = toleratedFailurePercentage;
  run.proceed();
}

/** Whether another child execution may start now. */
export function hasRoom(run: MapRun): boolean {
  return run.waiting.length > 0 && run.running < (run.maxConcurrency || MOST_CHILDREN);
}

/** How many child executions stand at `status`. */
export function countOf(run: MapRun, status: Execution['status']): number {
  let count = 0;
  for (const execution of run.children.keys()) if (execution.status === status) count++;
  return count;
}

/** How many items belong to child executions that stand at `status`. */
export function itemsOfStatus(run: MapRun, status: Execution['status']): number {
  let count = 0;
  for (const [execution, batch] of run.children) if (execution.status === status) count += batch.items;
  return count;
}

/** The Map Runs that are remembered, by their ARNs. */
export class MapRunStore {
  readonly #runs = new Map<string, MapRun>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  find(arn: string): MapRun | undefined {
    return this.#runs.get(arn);
  }

  /** The runs of one execution, the newest first. */
  ofExecution(executionArn: string): MapRun[] {
    return [...this.#runs.values()].filter((run) => run.parent.arn === executionArn).reverse();
  }

  add(run: MapRun): void {
    this.#runs.set(run.arn, run);
    const [oldest] = this.#runs.values();
    if (oldest && this.#runs.size > this.#limit && oldest.status !== 'RUNNING') this.#runs.delete(oldest.arn);
  }
}
