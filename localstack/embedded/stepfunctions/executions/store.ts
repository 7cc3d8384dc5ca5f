import type { StepFunctionsSettings } from '../settings.ts';
import type { Execution } from './model.ts';

/** AWS keeps a closed execution, and its name, for 90 days. */
const KEPT_FOR = 90 * 24 * 3600 * 1000;

/** The executions of all machines: the running ones, and the closed ones that are still remembered. */
export class ExecutionStore {
  readonly #limits: Required<StepFunctionsSettings>;
  readonly #now: () => number;
  readonly #executions = new Map<string, Execution>();
  readonly #byMachine = new Map<string, Map<string, Execution>>();
  /** Closed executions, the oldest first: those with a history, and all. */
  readonly #histories = new Set<Execution>();
  readonly #closed = new Set<Execution>();

  constructor(limits: Required<StepFunctionsSettings>, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  find(arn: string): Execution | undefined {
    const execution = this.#executions.get(arn);
    const isOver = execution?.stopDate !== undefined && execution.stopDate + KEPT_FOR < this.#now();
    if (!execution || !isOver) return execution;
    this.#forget(execution);
    return undefined;
  }

  add(execution: Execution): void {
    const machineArn = execution.revision.arn;
    const siblings = this.#byMachine.get(machineArn) ?? new Map<string, Execution>();
    siblings.set(execution.arn, execution);
    this.#byMachine.set(machineArn, siblings);
    this.#executions.set(execution.arn, execution);
  }

  /** The executions of a machine, the newest first. */
  ofMachine(machineArn: string): Execution[] {
    return [...(this.#byMachine.get(machineArn)?.values() ?? [])].reverse();
  }

  /** The executions that have not closed. */
  running(): Execution[] {
    return [...this.#executions.values()].filter((execution) => execution.root);
  }

  /** Called for each execution that closed: the oldest closed ones are dropped. */
  closed(execution: Execution): void {
    this.#closed.add(execution);
    this.#histories.add(execution);
    const [withHistory] = this.#histories;
    if (withHistory && this.#histories.size > this.#limits.closedHistories) {
      withHistory.events = undefined;
      this.#histories.delete(withHistory);
    }
    const [oldest] = this.#closed;
    if (oldest && this.#closed.size > this.#limits.closedExecutions) this.#forget(oldest);
  }

  #forget(execution: Execution): void {
    this.#executions.delete(execution.arn);
    this.#closed.delete(execution);
    this.#histories.delete(execution);
    const siblings = this.#byMachine.get(execution.revision.arn);
    siblings?.delete(execution.arn);
    if (siblings?.size === 0) this.#byMachine.delete(execution.revision.arn);
  }
}
