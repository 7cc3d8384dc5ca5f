import type { TaskState } from '../definition/model.ts';
import { Datum, type Json, type JsonObject } from '../json.ts';
import type { Interpreter } from './interpreter.ts';
import type { Execution, Frame, TaskOutcome, Visit } from './model.ts';
import type { ExecutionStore } from './store.ts';

/** Those who wait for an execution to close: tasks that started it with `.sync`, and StartSyncExecution. */
export class Followers {
  readonly #executions: ExecutionStore;
  readonly #waiting = new Map<Execution, ((execution: Execution) => void)[]>();

  constructor(executions: ExecutionStore) {
    this.#executions = executions;
  }

  whenClosed(execution: Execution, callback: (execution: Execution) => void): void {
    if (execution.root) this.#waiting.set(execution, [...(this.#waiting.get(execution) ?? []), callback]);
    else callback(execution);
  }

  closed(execution: Execution): void {
    const callbacks = this.#waiting.get(execution) ?? [];
    this.#waiting.delete(execution);
    for (const callback of callbacks) callback(execution);
  }

  /** Ends a task with the execution that it started. */
  follow(interpreter: Interpreter, arn: string, frame: Frame, visit: Visit): void {
    const execution = this.#executions.find(arn);
    if (!execution) return;
    // `.sync:2` answers with the output as JSON, `.sync` with its text.
    const asJson = (visit.state as TaskState).resource.arn.endsWith(':2');
    const { attempt } = visit;
    this.whenClosed(execution, (closed) => {
      if (frame.visit === visit && visit.attempt === attempt)
        interpreter.settle(frame, visit, outcomeOf(closed, asJson));
    });
  }
}

function outcomeOf(execution: Execution, asJson: boolean): TaskOutcome {
  const shown = new Datum(describe(execution, asJson));
  if (execution.status === 'SUCCEEDED') return { kind: 'success', output: shown };
  return { kind: 'failure', error: 'States.TaskFailed', cause: shown.text };
}

function describe(execution: Execution, asJson: boolean): JsonObject {
  const { input, output, error, cause, status, revision } = execution;
  const data = (datum: Datum): Json => (asJson ? datum.value : datum.text);
  return {
    ExecutionArn: execution.arn,
    Input: data(input),
    InputDetails: { Included: true },
    Name: execution.name,
    ...(output ? { Output: data(output), OutputDetails: { Included: true } } : {}),
    ...(error === undefined ? {} : { Error: error }),
    ...(cause === undefined ? {} : { Cause: cause }),
    StartDate: execution.startDate,
    StateMachineArn: revision.arn,
    Status: status,
    ...(execution.stopDate === undefined ? {} : { StopDate: execution.stopDate }),
  };
}
