import type { Clock } from '../../clock/clock.ts';
import type { Random } from '../../core/context.ts';
import type { Block, Catcher, MapState } from '../definition/model.ts';
import type { Datum } from '../json.ts';
import { QueryEvaluationError } from '../jsonata/template.ts';
import { conclude, concludeCaught, type Handover } from '../states/data.ts';
import { abandonMapRun } from '../states/distributed-map.ts';
import { execute, nestedOf } from '../states/index.ts';
import { abortIterations } from '../states/map.ts';
import type { Engine, MapRunPlan, Outcome } from '../states/step.ts';
import { settleTask } from '../states/task.ts';
import { TimestampError } from '../states/wait.ts';
import type { TaskInvoker } from '../tasks/invoker.ts';
import { handles, retryDelay, type StateError } from './errors.ts';
import { explain } from './explain.ts';
import {
  ABORTABLE,
  CLOSING,
  type Closing,
  longestOf,
  newFrame,
  newVisit,
  nextOf,
  stopSilently,
} from './frames.ts';
import { detailsMember, type EventDetails, HISTORY_LIMIT } from './history.ts';
import type { InterpreterParts } from './interpreter-parts.ts';
import type { Batch, MapRun } from './map-run.ts';
import type { Execution, Frame, TaskOutcome, Visit } from './model.ts';
import { HistoryFullError, StoppedError } from './stops.ts';

/** Runs executions: from event to event, so that one that waits is nothing but data. */
export class Interpreter implements Engine {
  readonly clock: Clock;
  readonly random: Pick<Random, 'number' | 'uuid' | 'bytes'>;
  readonly functions: Readonly<Record<string, unknown>>;
  readonly region: string;
  readonly invoke: TaskInvoker;
  readonly #parts: InterpreterParts;

  constructor(parts: InterpreterParts) {
    this.#parts = parts;
    this.clock = parts.clock;
    this.random = parts.random;
    this.functions = parts.functions;
    this.region = parts.region;
    this.invoke = parts.invoke;
  }

  /** Starts an execution that was just made. */
  start(execution: Execution): void {
    const root = newFrame(execution);
    execution.root = root;
    const { roleArn } = execution.revision;
    this.note(root, 0, 'ExecutionStarted', {
      input: execution.input.text,
      roleArn,
      ...(execution.versionArn === undefined ? {} : { stateMachineVersionArn: execution.versionArn }),
      ...(execution.aliasArn === undefined ? {} : { stateMachineAliasArn: execution.aliasArn }),
    });
    const timeoutSeconds = longestOf(execution);
    if (timeoutSeconds !== undefined) {
      execution.timeout = this.clock.after(
        timeoutSeconds * 1000,
        () => this.#close(execution, { status: 'TIMED_OUT' }),
        execution.arn,
      );
    }
    this.begin(root, execution.input);
  }

  /** StopExecution: ends a running execution as ABORTED. */
  stop(execution: Execution, error: string | undefined, cause: string | undefined): void {
    this.#close(execution, { status: 'ABORTED', error, cause });
  }

  /** Ends the task that waits for a token or an activity worker. */
  settle(frame: Frame, visit: Visit, outcome: TaskOutcome): void {
    settleTask(this, frame, visit, outcome);
  }

  record(frame: Frame, type: string, details?: EventDetails): number {
    frame.lastEvent = this.note(frame, frame.lastEvent, type, details);
    return frame.lastEvent;
  }

  note(frame: Frame, previousEventId: number, type: string, details?: EventDetails): number {
    if (frame.stopped) throw new StoppedError();
    // The last event that fits is the one that says so.
    if ((frame.execution.events?.length ?? 0) + 1 >= HISTORY_LIMIT) throw new HistoryFullError();
    return this.#append(frame.execution, previousEventId, type, details);
  }

  begin(frame: Frame, input: Datum): void {
    this.#track(frame, () => {
      const visit = this.#enter(frame, frame.block.startAt, input);
      return this.#advance(frame, visit, () => execute(this, frame, visit));
    });
  }

  resume(frame: Frame, visit: Visit, attempt: number, work: () => Promise<Outcome> | Outcome): void {
    if (frame.visit !== visit || visit.attempt !== attempt) return;
    this.#track(frame, () => this.#advance(frame, visit, work));
  }

  abort(frame: Frame, previousEventId: number): void {
    const { visit } = frame;
    frame.visit = undefined;
    if (visit) this.#abortVisit(frame, visit, previousEventId);
    frame.stopped = true;
  }

  #abortVisit(frame: Frame, visit: Visit, previousEventId: number): void {
    if (abandonMapRun(this, visit)) this.note(frame, previousEventId, 'MapRunAborted');
    this.#release(visit);
    const running = visit.children?.running ?? [];
    this.#abortChildren(frame, visit, running, previousEventId);
    if (ABORTABLE.has(visit.state.type)) this.note(frame, previousEventId, `${visit.state.type}StateAborted`);
  }

  #abortChildren(frame: Frame, visit: Visit, children: Iterable<Frame>, previousEventId: number): void {
    if (visit.state.type === 'Map') abortIterations(this, frame, visit.state.name, children, previousEventId);
    else for (const child of children) this.abort(child, previousEventId);
  }

  /** Stops what still runs inside a state that has failed by itself, e.g. by its ItemSelector. */
  #abandonChildren(frame: Frame, visit: Visit): void {
    const running = visit.children?.running;
    visit.children = undefined;
    if (running) this.#abortChildren(frame, visit, running, frame.lastEvent);
  }

  issueToken(frame: Frame, visit: Visit): string {
    return this.#parts.tokens.issue(frame, visit);
  }

  hasActivity(arn: string): boolean {
    return this.#parts.hasActivity(arn);
  }

  offerActivity(arn: string, input: string, frame: Frame, visit: Visit): void {
    this.#parts.offerActivity(arn, input, frame, visit);
  }

  follow(executionArn: string, frame: Frame, visit: Visit): void {
    this.#parts.follow(executionArn, frame, visit);
  }

  startMapRun(parent: Execution, state: MapState, plan: MapRunPlan): MapRun {
    return this.#parts.startMapRun(parent, state, plan);
  }

  startChild(run: MapRun, batch: Batch, block: Block, closed: (child: Execution) => void): void {
    this.#parts.startChild(run, batch, block, closed);
  }

  stopChild(child: Execution): void {
    this.#close(child, { status: 'ABORTED' });
  }

  #append(execution: Execution, previousEventId: number, type: string, details?: EventDetails): number {
    const { events } = execution;
    if (!events) return previousEventId;
    const base = { id: events.length + 1, previousEventId, timestamp: this.clock.now(), type };
    const event = details ? { ...base, member: detailsMember(type), details } : base;
    events.push(event);
    this.#parts.recorded(execution, event);
    return event.id;
  }

  /** Lets the clock know of the work, and ends the execution where the interpreter itself fails. */
  #track(frame: Frame, work: () => Promise<void>): void {
    const guarded = async () => {
      try {
        await work();
      } catch (error) {
        if (!(error instanceof StoppedError)) this.#crash(frame.execution, error);
      }
    };
    this.clock.background(guarded, frame.execution.arn);
  }

  #crash(execution: Execution, error: unknown): void {
    if (error instanceof HistoryFullError) {
      this.#close(execution, { status: 'FAILED', error: 'States.Runtime', cause: error.message });
      return;
    }
    this.#parts.unexpected.report(error, execution.arn);
    const cause = `Internal error: ${error instanceof Error ? error.message : 'no reason was given'}`;
    this.#close(execution, { status: 'FAILED', error: 'States.Runtime', cause });
  }

  #enter(frame: Frame, name: string, input: Datum): Visit {
    const state = frame.block.states.get(name);
    if (!state) throw new Error(`No state ${name}`);
    const enteredFrom = frame.lastEvent;
    // The first state's Entered event follows nothing, not ExecutionStarted, as on AWS.
    const enteredEvent = this.note(frame, enteredFrom, `${state.type}StateEntered`, {
      name,
      input: input.text,
    });
    frame.lastEvent = enteredEvent;
    const visit = newVisit(state, input, enteredEvent, enteredFrom, this.clock.now());
    frame.visit = visit;
    this.#parts.transitioned(frame.execution);
    return visit;
  }

  /** Does `work` for the state being visited, then goes through states until one waits or the block ends. */
  async #advance(frame: Frame, visit: Visit, work: () => Promise<Outcome> | Outcome): Promise<void> {
    let current = visit;
    let todo = work;
    for (;;) {
      const next = await this.#once(frame, current, todo);
      if (!next || frame.stopped) return;
      const entered = this.#enter(frame, next.name, next.input);
      current = entered;
      todo = () => execute(this, frame, entered);
    }
  }

  async #once(
    frame: Frame,
    visit: Visit,
    work: () => Promise<Outcome> | Outcome,
  ): Promise<{ name: string; input: Datum } | undefined> {
    const { attempt } = visit;
    const isCurrent = () => frame.visit === visit && visit.attempt === attempt + 1;
    try {
      const pending = work();
      const outcome = pending instanceof Promise ? await pending : pending;
      if (outcome.kind === 'waiting' || frame.visit !== visit || visit.attempt !== attempt) return undefined;
      this.#settle(visit);
      const handover = await conclude(this, frame, visit, outcome);
      return isCurrent() ? this.#leave(frame, visit, handover, nextOf(visit.state, outcome)) : undefined;
    } catch (thrown) {
      if (thrown instanceof HistoryFullError) throw thrown;
      if (frame.visit !== visit || visit.attempt > attempt + 1) return undefined;
      if (visit.attempt === attempt) this.#settle(visit);
      const error = this.#explain(frame, visit, thrown);
      // What a state itself cannot read ends the execution; only its branches and iterations make it a failed one.
      const isOwn = thrown !== error && error.error === 'States.Runtime';
      return this.#fail(frame, visit, error, isOwn);
    }
  }

  /** From here on, whatever the state still waited for comes too late. */
  #settle(visit: Visit): void {
    visit.attempt += 1;
    this.#release(visit);
  }

  #release(visit: Visit): void {
    for (const timer of visit.timers) timer.cancel();
    visit.timers = [];
    visit.beat = undefined;
    abandonMapRun(this, visit);
    if (visit.token !== undefined) this.#parts.tokens.revoke(visit.token);
    visit.token = undefined;
  }

  #leave(frame: Frame, visit: Visit, { output, assigned }: Handover, next: string | undefined) {
    const { state } = visit;
    const variables = assigned
      ? {
          assignedVariables: Object.fromEntries(
            Object.entries(assigned).map(([name, value]) => [name, JSON.stringify(value)]),
          ),
        }
      : {};
    this.record(frame, `${state.type}StateExited`, { name: state.name, output: output.text, ...variables });
    if (assigned) frame.variables = { ...frame.variables, ...assigned };
    frame.visit = undefined;
    const { probe } = frame.execution;
    probe?.left(next, frame.variables);
    if (next !== undefined && !probe) return { name: next, input: output };
    const { parent } = frame;
    if (!parent) this.#close(frame.execution, { status: 'SUCCEEDED', output });
    else if (parent.visit) nestedOf(parent.visit.state)?.succeeded(this, parent, parent.visit, frame, output);
    return undefined;
  }

  /** What was thrown in a state as its error; an expression's failure has an event, too. */
  #explain(frame: Frame, visit: Visit, thrown: unknown): StateError {
    const error = explain(visit, thrown);
    if (!(thrown instanceof QueryEvaluationError)) return error;
    // Where a state fails before it did anything, its failure follows what it was entered from.
    const isFirst = frame.lastEvent === visit.enteredEvent && !(thrown instanceof TimestampError);
    if (isFirst) frame.lastEvent = visit.enteredFrom;
    const { location } = thrown;
    const details = { state: visit.state.name, error: error.error, cause: error.explanation };
    this.record(frame, 'EvaluationFailed', { ...details, ...(location === undefined ? {} : { location }) });
    return error;
  }

  async #fail(
    frame: Frame,
    visit: Visit,
    error: StateError,
    isOwn: boolean,
  ): Promise<{ name: string; input: Datum } | undefined> {
    const { state } = visit;
    this.#abandonChildren(frame, visit);
    if ('retry' in state) {
      if (this.#retry(frame, visit, error)) return undefined;
      if (state.type !== 'Task' && !isOwn) this.record(frame, `${state.type}StateFailed`);
      const index = state.catch.findIndex((catcher) => handles(catcher.errors, error, state.type === 'Task'));
      const catcher = state.catch[index];
      if (catcher) {
        frame.execution.probe?.caught(index, error);
        return this.#catch(frame, visit, catcher, `Catch[${index}]`, error);
      }
    }
    this.#end(frame, error);
    return undefined;
  }

  #retry(frame: Frame, visit: Visit, error: StateError): boolean {
    const { state } = visit;
    if (!('retry' in state)) return false;
    const index = state.retry.findIndex((retrier) => handles(retrier.errors, error, state.type === 'Task'));
    const retrier = state.retry[index];
    const { probe } = frame.execution;
    const before = visit.retries?.[index] ?? probe?.settings.retries ?? 0;
    if (!retrier) return false;
    if (before >= retrier.maxAttempts) {
      probe?.retried(index, error);
      return false;
    }
    visit.retries ??= state.retry.map(() => 0);
    visit.retries[index] = before + 1;
    const { attempt } = visit;
    const delay = retryDelay(retrier, before, () => this.random.number());
    if (probe) {
      probe.retried(index, error, delay);
      this.#end(frame, error);
      return true;
    }
    const again = () => {
      visit.timers = [];
      this.#parts.transitioned(frame.execution);
      this.resume(frame, visit, attempt, () => execute(this, frame, visit));
    };
    visit.timers.push(this.clock.after(delay, again, frame.execution.arn));
    return true;
  }

  async #catch(frame: Frame, visit: Visit, catcher: Catcher, field: string, error: StateError) {
    try {
      const handover = await concludeCaught(this, frame, visit, catcher, field, error);
      return frame.visit === visit ? this.#leave(frame, visit, handover, catcher.next) : undefined;
    } catch (thrown) {
      if (thrown instanceof HistoryFullError) throw thrown;
      if (frame.visit === visit) this.#end(frame, this.#explain(frame, visit, thrown));
      return undefined;
    }
  }

  /** A block that fails fails the state it is in, or the execution. */
  #end(frame: Frame, error: StateError): void {
    const { parent } = frame;
    if (!parent)
      this.#close(frame.execution, { status: 'FAILED', error: error.error, cause: error.explanation });
    else if (parent.visit) nestedOf(parent.visit.state)?.failed(this, parent, parent.visit, frame, error);
  }

  #close(execution: Execution, { status, error, cause, output }: Closing): void {
    const { root } = execution;
    if (!root) return;
    execution.root = undefined;
    stopSilently(root, (visit) => this.#release(visit));
    execution.timeout?.cancel();
    execution.timeout = undefined;
    Object.assign(execution, { status, error, cause, output, stopDate: this.clock.now() });
    const details: Record<string, string> = {};
    if (output) details.output = output.text;
    if (error !== undefined) details.error = error;
    if (cause !== undefined) details.cause = cause;
    // Only the event shows that a timeout is an error; DescribeExecution does not.
    if (status === 'TIMED_OUT') details.error = 'States.Timeout';
    // An execution that is ended from outside its states follows none of their events.
    const isOutside = status === 'TIMED_OUT' || status === 'ABORTED';
    this.#append(execution, isOutside ? 0 : root.lastEvent, CLOSING[status], details);
    this.#parts.closed(execution);
  }
}
