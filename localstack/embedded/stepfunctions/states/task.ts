import type { Scalar, TaskState } from '../definition/model.ts';
import { StateError } from '../executions/errors.ts';
import type { Frame, TaskOutcome, Visit } from '../executions/model.ts';
import { EXPECTED, evaluate, pathScope } from '../executions/scope.ts';
import { Datum, isObject, type Json } from '../json.ts';
import type { Template } from '../jsonata/template.ts';
import { fillPayload, PathError, type Payload, requireValid } from '../jsonpath/payload.ts';
import { dataLimitExceeded, effectiveInput, selectedInput } from './data.ts';
import { scalarValue } from './scalar.ts';
import { type Engine, type Outcome, type Step, WAITING } from './step.ts';
import { type TaskEvents, taskEvents } from './task-events.ts';

/** Task: calls a service and waits for its answer, or for whoever holds the task's token. */
export async function executeTask(step: Step<TaskState>): Promise<Outcome> {
  const { engine, frame, visit, state } = step;
  const { resource } = state;
  visit.early = undefined;
  visit.submitted = resource.kind === 'activity';
  visit.beat = undefined;
  if (resource.pattern === 'waitForTaskToken') visit.token = engine.issueToken(frame, visit);
  const input = await effectiveInput(engine, frame, visit);
  const timeout = await seconds(step, state.timeoutSeconds, 'TimeoutSeconds');
  const heartbeat = await seconds(step, state.heartbeatSeconds, 'HeartbeatSeconds');
  const role = await credentialsRole(step);
  if (resource.kind === 'activity' && !engine.hasActivity(resource.arn))
    throw new PathError(`The activity ${resource.arn} does not exist.`);
  const events = taskEvents(resource, engine.region);
  engine.record(frame, events.scheduled, events.scheduledDetails(input, timeout, heartbeat, role));
  startTimers(step, events, timeout, heartbeat);
  if (resource.kind === 'activity') {
    engine.offerActivity(resource.arn, input.text, frame, visit);
    return WAITING;
  }
  engine.record(frame, events.started, events.startedDetails);
  const { attempt } = visit;
  const roleArn = role ?? frame.execution.revision.roleArn;
  engine.invoke({ resource, input: input.value, roleArn, executionName: frame.execution.name }).then(
    (result) => engine.resume(frame, visit, attempt, () => answered(step, events, result)),
    (error: unknown) => engine.resume(frame, visit, attempt, () => failed(step, events, error)),
  );
  return WAITING;
}

async function seconds(
  step: Step<TaskState>,
  scalar: Scalar | undefined,
  field: string,
): Promise<number | undefined> {
  const { engine, frame, visit } = step;
  if (scalar?.kind === 'path')
    requireValid(scalar.path, pathScope(engine, frame, visit, selectedInput(engine, frame, visit)));
  return scalar && scalarValue(step, scalar, field, EXPECTED.integer);
}

async function credentialsRole(step: Step<TaskState>): Promise<string | undefined> {
  const { engine, frame, visit, state } = step;
  if (!state.credentials) return undefined;
  const credentials = state.paths
    ? fillPayload(
        state.credentials as Payload,
        pathScope(engine, frame, visit, selectedInput(engine, frame, visit)),
      )
    : await evaluate(engine.functions, frame, visit, state.credentials as Template, 'Credentials');
  const role = isObject(credentials) ? credentials.RoleArn : undefined;
  if (typeof role !== 'string') throw new StateError('States.Runtime', 'Credentials has no RoleArn');
  return role;
}

function startTimers(
  { engine, frame, visit }: Step<TaskState>,
  events: TaskEvents,
  timeout: number | undefined,
  heartbeat: number | undefined,
): void {
  const { attempt } = visit;
  const expire = (missed: boolean) =>
    engine.resume(frame, visit, attempt, () => {
      engine.record(frame, events.timedOut, { ...events.failedDetails, error: 'States.Timeout' });
      throw new StateError('States.Timeout', undefined, missed);
    });
  if (timeout !== undefined) {
    visit.timers.push(engine.clock.after(timeout * 1000, () => expire(false), frame.execution.arn));
  }
  if (heartbeat === undefined) return;
  visit.beat = () => {
    visit.timers.splice(timeout === undefined ? 0 : 1).forEach((timer) => {
      timer.cancel();
    });
    visit.timers.push(engine.clock.after(heartbeat * 1000, () => expire(true), frame.execution.arn));
  };
  visit.beat();
}

/** The call has answered: that is the task's result, or what shows that its token was handed out. */
function answered(step: Step<TaskState>, events: TaskEvents, result: Json): Outcome {
  const { engine, frame, visit, state } = step;
  const datum = new Datum(result);
  if (state.resource.pattern === 'requestResponse') return succeeded(step, events, datum);
  engine.record(frame, 'TaskSubmitted', { ...events.failedDetails, output: datum.text });
  visit.submitted = true;
  if (state.resource.pattern === 'sync' && isObject(result)) {
    engine.follow(String(result.ExecutionArn), frame, visit);
  }
  if (!visit.early) return WAITING;
  return settled(step, events, visit.early);
}

function succeeded({ engine, frame, state }: Step<TaskState>, events: TaskEvents, output: Datum): Outcome {
  if (output.exceedsLimit) {
    const { resource } = state;
    const error = dataLimitExceeded('resourceType' in resource ? resource.resourceType : resource.arn);
    engine.record(frame, events.failed, {
      ...events.failedDetails,
      error: error.error,
      cause: error.explanation,
    });
    throw error;
  }
  frame.execution.probe?.inspect('result', output.value);
  engine.record(frame, events.succeeded, { ...events.failedDetails, output: output.text });
  return { kind: 'done', result: output.value, datum: output };
}

function failed({ engine, frame }: Step<TaskState>, events: TaskEvents, error: unknown): never {
  if (!(error instanceof StateError)) throw error;
  const named = error.error === undefined ? {} : { error: error.error };
  const explained = error.explanation === undefined ? {} : { cause: error.explanation };
  engine.record(frame, events.failed, { ...events.failedDetails, ...named, ...explained });
  throw error;
}

function settled(step: Step<TaskState>, events: TaskEvents, outcome: TaskOutcome): Outcome {
  if (outcome.kind === 'success') return succeeded(step, events, outcome.output);
  return failed(step, events, new StateError(outcome.error, outcome.cause));
}

/** Ends a task by its token. The outcome is kept where the call that hands the token out has not answered yet. */
export function settleTask(engine: Engine, frame: Frame, visit: Visit, outcome: TaskOutcome): void {
  const state = visit.state as TaskState;
  const events = taskEvents(state.resource, engine.region);
  if (!visit.submitted) {
    visit.early = outcome;
    return;
  }
  engine.resume(frame, visit, visit.attempt, () => settled({ engine, frame, visit, state }, events, outcome));
}
