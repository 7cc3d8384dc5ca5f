import type { Json } from '../json.ts';
import type { Execution } from './model.ts';

/** AWS's names of where a Map Run stands. */
export type MapRunStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';

/** What one child execution of a Map Run works on. */
export interface Batch {
  /** The batch's place in the results. */
  readonly index: number;
  readonly input: Json;
  /** How many items it holds. */
  readonly items: number;
}

/** One run of a Distributed Map: the child executions of its items. */
export interface MapRun {
  readonly arn: string;
  /** The execution whose Map state it is. */
  readonly parent: Execution;
  /** `MACHINE/LABEL`, which names the child executions' machine. */
  readonly machine: string;
  readonly executionType: 'STANDARD' | 'EXPRESS';
  readonly startDate: number;
  readonly totalItems: number;
  status: MapRunStatus;
  stopDate: number | undefined;
  /** The child executions that run side by side; 0 sets no limit. */
  maxConcurrency: number;
  toleratedFailureCount: number | undefined;
  toleratedFailurePercentage: number | undefined;
  readonly waiting: Batch[];
  readonly children: Map<Execution, Batch>;
  readonly results: (Json | undefined)[];
}

/** AWS's limit on the child executions that run side by side. */
const MOST_CHILDREN = 10_000;

/** Whether another child execution may start now. */
export function hasRoom(run: MapRun): boolean {
  return run.waiting.length > 0 && countOf(run, 'RUNNING') < (run.maxConcurrency || MOST_CHILDREN);
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

/** The items that failed, timed out or were aborted: those that the tolerated failures count. */
export function failedItems(run: MapRun): number {
  return itemsOfStatus(run, 'FAILED') + itemsOfStatus(run, 'TIMED_OUT') + itemsOfStatus(run, 'ABORTED');
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
